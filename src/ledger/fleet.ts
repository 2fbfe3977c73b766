import { mkdir } from 'node:fs/promises';
import type { Redis } from 'ioredis';
import type { FetchId, Instant, RunId } from '../records.ts';
import type { Objects } from '../objects/objects.ts';
import { openWriter } from '../sqlite/writer.ts';
import { Fold } from './fleet/fold.ts';
import { Journal, journalName } from './fleet/journal.ts';
import { JournalFile } from './fleet/journal-file.ts';
import { JournalCopies, SharedJournal } from './fleet/shared-journals.ts';
import { CommonKnowledge, type Knowledge } from './fleet/common-knowledge.ts';
import { LocalKnowledge } from './fleet/local-knowledge.ts';
import type { HostFactKind, HostFacts } from './host-facts.ts';
import type { Ledger } from './ledger.ts';
import { openSqliteLedger } from './sqlite.ts';
import { rowOf, runRowOf } from './sqlite/row.ts';
import { store } from './sqlite/store.ts';

export interface FleetLedgerOptions {
  /** Null for a process that works alone. */
  readonly client: Redis | null;
  /** Folder of the journals, which all processes of the fleet can read; with `objects`, of copies of them. */
  readonly journals: string;
  /** Where the journals are when machines share no disk. */
  readonly objects?: Objects | null;
  /** The SQLite file that the journals are folded into for reading; several processes of one machine may share it. */
  readonly index: string;
  /** Names this process among those that live now. */
  readonly writer: string;
  /** What all keys begin with. Default `garner`. */
  readonly namespace?: string;
  readonly clock?: () => Instant;
  /** Milliseconds: `validators` and host facts that Redis does not know may be read from an index that is so old. Default 0. */
  readonly earlierMs?: number;
  /** Awaited before anything is added to the journal, which takes nothing more when it has rejected. */
  readonly demand?: () => Promise<void>;
}

export interface FleetLedger extends Ledger, HostFacts {
  /** Tells Redis, which has lost it, what is on record of a run. Returns how many fetches. */
  recallRun(run: RunId): Promise<number>;
  /** Likewise what was learnt of hosts; what it knows better stays. Returns how many facts of this kind. */
  recallFacts(kind: HostFactKind): Promise<number>;
}

/** Fetches that Redis is told of at once. */
const RECALLED = 1000;

const copiesOf = (objects: Objects | null, journals: string): JournalCopies | null =>
  objects === null ? null : new JournalCopies(objects, journals);

/** Brings an index up to the journals, for who reads it without the rest of a fleet. */
export async function foldJournals(journals: string, index: string, objects: Objects | null = null): Promise<void> {
  if (objects !== null) await mkdir(journals, { recursive: true });
  const database = await openWriter(index, store);
  try {
    await new Fold(journals, database, copiesOf(objects, journals)).run();
  } finally {
    await database.close();
  }
}

/**
 * The ledger of a fleet. History is in journals, one file per process, beside the archive that it tells of: Redis would hold it in memory, at
 * near a kilobyte a URL, and forget it when it is flushed. Where machines share no disk, the journals are in an object store. Redis knows only
 * what all must know at once, at 10 bytes a fetch: which fetch ids are on record. Readers fold the journals into the embedded ledger, which answers as ever; what two processes told twice is there once, by its fetch id: as it was made first.
 *
 * @throws StorageError when the index cannot be opened, or was written by a newer Garner.
 */
export async function openFleetLedger(options: FleetLedgerOptions): Promise<FleetLedger> {
  const { client, journals, index, writer, namespace = 'garner', clock = Date.now, earlierMs = 0, objects = null } = options;
  await mkdir(journals, { recursive: true });
  const ledger = await openSqliteLedger(index);
  const database = await openWriter(index, store);
  const name = journalName(writer, clock());
  const place = objects === null ? new JournalFile(journals, name) : new SharedJournal(objects, name);
  const journal = new Journal(place, options.demand);
  const fold = new Fold(journals, database, copiesOf(objects, journals));
  let foldedAt = Number.NEGATIVE_INFINITY;
  const folded = async <Result>(read: () => Promise<Result>, mayBeOldMs = 0): Promise<Result> => {
    const now = performance.now();
    if (mayBeOldMs === 0 || now - foldedAt >= mayBeOldMs) {
      await fold.run();
      foldedAt = now;
    }
    return read();
  };
  const shared: Knowledge = client === null ? new LocalKnowledge(ledger, folded) : new CommonKnowledge(client, namespace);
  async function* foldedRows<Row>(read: () => AsyncIterable<Row>): AsyncGenerator<Row> {
    await fold.run();
    yield* read();
  }

  return {
    async record(entry) {
      if (await shared.isRecorded(entry.fetchId)) return false;
      // First to the disk: what Redis says is on record must be so. Two that come here at once both write, and one of them is told that it is first.
      await journal.append({ entry: rowOf(entry) });
      return shared.recorded(entry.fetchId);
    },
    isRecorded: (fetchId) => shared.isRecorded(fetchId),
    harvested: (fetchId, queue = 0) => journal.append({ harvested: fetchId, ...(queue > 0 && { queue }) }),
    async rebuild(run, now) {
      const before = (await folded(() => ledger.runs())).find((each) => each.run === run)?.rebuilt ?? 0;
      const at = Math.max(now, before + 1);
      await journal.append({ rebuilt: run, at });
      return at;
    },
    async recallRun(run) {
      await fold.run();
      let [count, batch] = [0, [] as FetchId[]];
      for await (const { fetchId } of ledger.byRun(run)) {
        count += 1;
        if (batch.push(fetchId) === RECALLED) await shared.recall(batch.splice(0));
      }
      await shared.recall(batch);
      return count;
    },
    async recallFacts(kind) {
      await fold.run();
      const known = await ledger.all(kind);
      for (const [of, fact] of known) await shared.putFact(of, kind, fact);
      return known.length;
    },
    startRun: (run) => journal.append({ started: runRowOf(run) }),
    async endRun(run, at) {
      await journal.append({ ended: run, at });
      await shared.forget(run);
    },
    archived: () => foldedRows(() => ledger.archived()),
    moved: (moves) => journal.append({ moved: moves, at: clock() }),
    collectedAt: (recordId) => folded(() => ledger.collectedAt(recordId)),
    faults: () => folded(() => ledger.faults()),
    byUrl: (url) => folded(() => ledger.byUrl(url)),
    history: (of) => folded(() => ledger.history(of), earlierMs),
    byRun: (run) => foldedRows(() => ledger.byRun(run)),
    follow: (run) => {
      const more = ledger.follow(run);
      return () => folded(more);
    },
    captures: (query) => foldedRows(() => ledger.captures(query)),
    validators: (of) => folded(() => ledger.validators(of), earlierMs),
    outcomes: (run) => folded(() => ledger.outcomes(run)),
    finalOutcomes: (run) => folded(() => ledger.finalOutcomes(run)),
    unharvested: (run) => foldedRows(() => ledger.unharvested(run)),
    runs: () => folded(() => ledger.runs()),
    get: async (of, kind) => (await shared.fact(of, kind)) ?? folded(() => ledger.get(of, kind), earlierMs),
    all: (kind) => folded(() => ledger.all(kind)),
    async put(of, kind, fact) {
      // Likewise: pages name facts, which must not be known to Redis alone. One that is older than what is known is so for whoever folds it, too.
      await journal.append({ fact, origin: of, kind });
      await shared.putFact(of, kind, fact);
    },
    async close() {
      await journal.close();
      await database.close();
      await ledger.close();
    },
  };
}
