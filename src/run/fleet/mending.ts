import type { LedgerEntry } from '../../ledger/ledger.ts';
import type { Instant, RunId } from '../../records.ts';
import { leadsOf } from '../past.ts';
import type { FleetEngines } from './engines.ts';
import { giveOut } from './rebuild.ts';

/** What it was told so long before its end, a server has not forgotten; the clocks of machines may differ by as much. */
const FORGOTTEN_MS = 15_000;
/** Between two looks for marks that come late. */
const LOOK_MS = 5000;

/**
 * A server that was killed forgets what it was told last: the links of the pages that were marked as harvested then are put in once more. A mark may come long after its
 * time, when a store that is away keeps it waiting; so they are looked for as long as one can wait, and once more at the end of a run, when none is missing.
 */
export class Mending {
  readonly #engines: FleetEngines;
  readonly #run: RunId;
  readonly #patienceMs: number;
  readonly #given = new Set<string>();
  #since: Instant = Number.POSITIVE_INFINITY;
  #until: Instant = Number.NEGATIVE_INFINITY;
  #nextLook: Instant = Number.POSITIVE_INFINITY;

  /** `patienceMs`: how long a mark can wait for its store. */
  constructor(engines: FleetEngines, run: RunId, patienceMs: number) {
    this.#engines = engines;
    this.#run = run;
    this.#patienceMs = patienceMs;
  }

  /** After a restart; `serverStartedAt` by the clock of this process. */
  async begin(serverStartedAt: Instant): Promise<void> {
    this.#since = Math.min(this.#since, serverStartedAt - FORGOTTEN_MS);
    this.#until = Date.now();
    this.#given.clear();
    await this.finish();
  }

  /** To be called now and then. */
  async look(): Promise<void> {
    if (Date.now() < this.#nextLook) return;
    const isOver = Date.now() > this.#until + this.#patienceMs;
    await this.finish();
    if (isOver) this.#rest();
  }

  /** Has the pages read again whose marks have come since. Returns how many. */
  async finish(): Promise<number> {
    if (this.#since > this.#until) return 0;
    this.#nextLook = Date.now() + LOOK_MS;
    const recent = await this.#engines.ledger.recentlyHarvested(this.#since, this.#until);
    const missed = recent.difference(this.#given);
    for (const fetchId of missed) this.#given.add(fetchId);
    return missed.size === 0 ? 0 : giveOut(this.#engines, among(leadsOf(this.#engines, this.#run), missed));
  }

  #rest(): void {
    this.#since = Number.POSITIVE_INFINITY;
    this.#nextLook = Number.POSITIVE_INFINITY;
    this.#given.clear();
  }
}

async function* among(entries: AsyncIterable<LedgerEntry>, wanted: ReadonlySet<string>): AsyncGenerator<LedgerEntry> {
  for await (const entry of entries) if (wanted.has(entry.fetchId)) yield entry;
}
