import { stat } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { digestOf } from '../../archive/record.ts';
import type { Config } from '../../config/config.ts';
import type { DocumentImport } from '../../config/import.ts';
import type { Listed } from '../../documents/listing.ts';
import type { LedgerEntry } from '../../ledger/ledger.ts';
import type { Capture, FetchOutcome, Headers, Instant, PageUrl, RecordId, RunId, Statement } from '../../records.ts';
import { notAsked } from '../../rights/clearance.ts';
import { policyOfProject } from '../../rights/policy.ts';
import type { Engines } from '../engines.ts';
import { heldOf } from '../held.ts';
import type { ImportOptions } from '../import.ts';
import { fetchIdOf, runIdOf } from '../run-id.ts';
import { askHost, type HostSays } from './ask-host.ts';
import { openDocument } from './document.ts';
import { Room } from './room.ts';

/** Bytes of documents in memory at once. */
const ROOM_BYTES = 64 * 2 ** 20;

type Stores = Pick<Engines, 'client' | 'ledger' | 'archive' | 'forgotten'>;

/**
 * Begins a run; an earlier one of the same import that did not end is over.
 *
 * @throws HostUnreachable when the policy wants its host asked, and that cannot be
 */
export async function openImportRun(config: Config, stores: Stores, options: ImportOptions, startedAt: Instant): Promise<ImportRun> {
  const says = await hostSays(config, stores, options.source);
  const { ledger, archive } = stores;
  const { name } = options.source;
  const run = runIdOf(startedAt, config.digest, [name]);
  // Whoever began these is dead, for the storage folder is ours alone.
  for (const open of await ledger.runs())
    if (open.state === 'running' && open.crawlers.join(' ') === name) await ledger.endRun(open.run, startedAt);
  await ledger.startRun({ run, crawlers: [name], configDigest: config.digest, startedAt, endedAt: null, state: 'running' });
  const statement = statementOf(options.source, startedAt);
  const { recordId } = await archive.resource({
    url: `urn:garner:import:${run}`,
    at: startedAt,
    headers: [['Content-Type', 'application/json']],
    body: Buffer.from(JSON.stringify(statement)),
  });
  return new ImportRun({ config, stores, options, run, startedAt, says, stated: { statement, recordId } });
}

/** By what documents are judged besides what is stated of them: evidence stands for itself. */
function hostSays(config: Config, stores: Stores, { own, evidence, base }: DocumentImport): Promise<HostSays> | HostSays {
  const isLive = policyOfProject(config.rights, config.rightsPolicy).importsWithoutEvidence === 'live';
  return isLive && !own && evidence === undefined ? askHost(config, stores, base) : { robots: notAsked };
}

interface Parts {
  readonly config: Config;
  readonly stores: Stores;
  readonly options: ImportOptions;
  readonly run: RunId;
  readonly startedAt: Instant;
  readonly says: HostSays;
  /** What is stated about all of its documents, and the record that says so. */
  readonly stated: { readonly statement: Statement; readonly recordId: RecordId };
}

export type Ending = 'added' | 'changed' | 'unchanged' | 'refused' | 'failed';

/** One import under way. All its captures have the time it began at. */
export class ImportRun {
  readonly #parts: Parts;
  readonly #room = new Room(ROOM_BYTES);

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get run(): RunId {
    return this.#parts.run;
  }

  /** Archives a document, unless it is there already; its outcome is on record then. */
  async take(listed: Listed): Promise<Ending> {
    const bytes = Math.min(await sizeOf(listed), this.#parts.config.limits.body);
    await this.#room.enter(bytes);
    try {
      return await this.#take(listed);
    } finally {
      this.#room.leave(bytes);
    }
  }

  /** Says of a document that it may not be had any longer. False when this run has said so. */
  withdraw(url: PageUrl): Promise<boolean> {
    const { options, startedAt } = this.#parts;
    const because = `it was not among the documents of ${options.source.name} when they were imported ${new Date(startedAt).toISOString()}`;
    return this.#record(url, null, { kind: 'refused', drop: { stage: 'rights', rule: 'withdrawn', because } });
  }

  async #take(listed: Listed): Promise<Ending> {
    const { config, stores, options, stated, says, startedAt: at } = this.#parts;
    const { url, path } = listed;
    const opened = await openDocument(listed, options.source, config);
    if (opened.kind !== 'document') {
      await this.#record(url, path, opened);
      return opened.kind;
    }
    const { body, headers } = opened;
    const forgotten = stores.forgotten.of(url) ?? stores.forgotten.ofBody(body, headers);
    if (forgotten !== null) {
      await this.#record(url, path, { kind: 'refused', drop: forgotten });
      return 'refused';
    }
    const held = await heldOf(stores, { url, crawler: options.source.name, role: 'page' });
    const statement = sameWords(held?.capture.statement, stated.statement);
    if (held !== null && isSame(held.capture, body, headers)) {
      const of = held.capture.recordId;
      await this.#record(url, path, { kind: 'unchanged', recordId: stated.recordId, of, headers, ...says, statement }, body);
      return 'unchanged';
    }
    const { recordId, bodyDigest, location } = await stores.archive.resource({ url, at, headers, body });
    const capture: Capture = { recordId, url, finalUrl: url, at, status: 0, headers, bodyDigest, statement };
    await this.#record(url, path, { kind: 'page', capture, location, ...says }, body);
    return held === null ? 'added' : 'changed';
  }

  async #record(url: PageUrl, path: string | null, outcome: FetchOutcome, body?: Uint8Array): Promise<boolean> {
    const { stores, options, run, startedAt: at } = this.#parts;
    const what = { run, crawler: options.source.name, url, role: 'page', via: 'import', depth: 0 } as const;
    const entry: LedgerEntry = { fetchId: fetchIdOf(run, url, 0), ...what, at, durationMs: 0, bytes: body?.byteLength ?? 0, outcome };
    const isNew = await stores.ledger.record(entry);
    if (isNew) options.recorded?.(entry, path);
    return isNew;
  }
}

/** What is gone, or no file, takes no room. */
const sizeOf = async (listed: Listed): Promise<number> =>
  listed.kind !== 'file'
    ? 0
    : await stat(listed.file).then(
        ({ size }) => size,
        () => 0,
      );

const statementOf = ({ name, base, licence, evidence, own, language }: DocumentImport, at: Instant): Statement => ({
  source: name,
  base,
  licence,
  evidence: evidence ?? null,
  own,
  language: language ?? null,
  at,
});

/** The earlier of two statements that say the same: it stands. */
const sameWords = (earlier: Statement | undefined, now: Statement): Statement =>
  earlier !== undefined && isDeepStrictEqual(earlier, { ...now, at: earlier.at }) ? earlier : now;

const typeIn = (headers: Headers): string | undefined => headers.find(([name]) => name === 'Content-Type')?.[1];

const isSame = ({ bodyDigest, headers }: Capture, body: Uint8Array, now: Headers): boolean =>
  bodyDigest === digestOf(body) && typeIn(headers) === typeIn(now);
