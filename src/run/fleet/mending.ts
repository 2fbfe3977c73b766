import type { LedgerEntry } from '../../ledger/ledger.ts';
import type { Instant, RunId } from '../../records.ts';
import { leadsOf } from '../past.ts';
import type { FleetEngines } from './engines.ts';
import { giveOut } from './rebuild.ts';

/** What it was told so long before its end, a server has not forgotten; the clocks of machines may differ by as much. */
const FORGOTTEN_MS = 15_000;
/** Between two looks for marks that come late. */
const LOOK_MS = 5000;

/** What was marked as harvested from one instant to another, and which of it was given out again. */
interface Forgotten {
  readonly since: Instant;
  readonly until: Instant;
  readonly given: Set<string>;
}

/**
 * A server that was killed forgets what it was told last: the links of the pages that were marked as harvested then are put in once more. A mark may come long after its
 * time, when a store that is away keeps it waiting; so they are looked for as long as one can wait, and once more at the end of a run, when none is missing.
 */
export class Mending {
  readonly #engines: FleetEngines;
  readonly #run: RunId;
  readonly #patienceMs: number;
  #forgotten: readonly Forgotten[] = [];
  #lookedAt: Instant = 0;

  /** `patienceMs`: how long a mark can wait for its store. */
  constructor(engines: FleetEngines, run: RunId, patienceMs: number) {
    this.#engines = engines;
    this.#run = run;
    this.#patienceMs = patienceMs;
  }

  /** After a restart; `serverStartedAt` by the clock of this process. */
  async begin(serverStartedAt: Instant): Promise<void> {
    this.#forgotten = [...this.#forgotten, { since: serverStartedAt - FORGOTTEN_MS, until: Date.now(), given: new Set() }];
    await this.finish();
  }

  /** To be called now and then. */
  async look(): Promise<void> {
    if (this.#forgotten.length === 0 || Date.now() < this.#lookedAt + LOOK_MS) return;
    const patient = this.#forgotten.filter(({ until }) => Date.now() <= until + this.#patienceMs);
    await this.finish();
    this.#forgotten = patient;
  }

  /** Has the pages read again whose marks have come since. Returns how many. */
  async finish(): Promise<number> {
    this.#lookedAt = Date.now();
    const missed = new Set<string>();
    for (const { since, until, given } of this.#forgotten) {
      for (const fetchId of await this.#engines.ledger.recentlyHarvested(since, until)) {
        if (!given.has(fetchId)) missed.add(fetchId);
        given.add(fetchId);
      }
    }
    return missed.size === 0 ? 0 : giveOut(this.#engines, among(leadsOf(this.#engines, this.#run), missed));
  }
}

async function* among(entries: AsyncIterable<LedgerEntry>, wanted: ReadonlySet<string>): AsyncGenerator<LedgerEntry> {
  for await (const entry of entries) if (wanted.has(entry.fetchId)) yield entry;
}
