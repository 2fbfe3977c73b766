import type { LedgerEntry, Standing } from '../ledger/ledger.ts';
import type { PolitenessKey } from '../records.ts';
import { politenessKeyOf } from '../url/politeness.ts';
import { type HarvestParts, harvestPage, pageOf } from './harvest-page.ts';

/** What may wait for the refiner. */
const ROOM_BYTES = 64 * 2 ** 20;
/** What a page that waits costs besides its body: entry, headers, promises (bench/scale.ts). */
const PAGE_BYTES = 16 * 2 ** 10;
/** Pages that a focused crawl fetches ahead of those it has read: what they lead to may be better than what is known. */
const AHEAD_PAGES = 16;
/** Pages of one host that are fetched ahead of those it gave before: whether it is a trap shows when they are read. */
export const AHEAD_OF_HOST = 40;
const weightOf = (body: Uint8Array): number => body.byteLength + PAGE_BYTES;

/** Where pages go when they are on record. */
export interface Harvesting {
  /** Takes a page, its body being that of the capture. When it resolves, the page will be harvested, or has no mark in the ledger. */
  take(entry: LedgerEntry, page: Standing, body: Uint8Array, astray?: number): void | Promise<void>;
  /** Resolves when few pages of a host are left to be read. */
  caughtUp(key: PolitenessKey): void | Promise<void>;
}

/** Harvests pages in this process, as there is room: a crash in between loses none, for `resume` harvests what has no mark. */
export class Harvest implements Harvesting {
  readonly #parts: HarvestParts;
  readonly #unread = new Map<PolitenessKey, number>();
  #pending = 0;
  #bytes = 0;
  #abandoned = false;
  #failure: unknown;
  #signal: () => void;
  #change: Promise<void>;

  constructor(parts: HarvestParts) {
    this.#parts = parts;
    ({ promise: this.#change, resolve: this.#signal } = Promise.withResolvers<void>());
  }

  /** Pages whose links are not yet in the frontier. */
  get pending(): number {
    return this.#pending;
  }

  /** Takes a page, its body being that of the capture; what becomes of it shows in `pending`. Resolves for a list when it has been read. */
  take(entry: LedgerEntry, page: Standing, body: Uint8Array, astray = 0): void | Promise<void> {
    if (this.#abandoned) return;
    const key = politenessKeyOf(entry.url);
    this.#count(key, 1);
    this.#bytes += weightOf(body);
    const done = harvestPage(this.#parts, { entry, page, body, astray })
      .catch((error: unknown) => {
        this.#failure ??= error;
      })
      .finally(() => {
        this.#count(key, -1);
        this.#bytes -= weightOf(body);
        this.#wake();
      });
    // What a list says of its host's pages is known before the host has its next turn.
    if (entry.role !== 'page') return done;
  }

  /** Leaves what is not harvested yet to the next process of this run: it has no mark in the ledger. */
  abandon(): void {
    this.#abandoned = true;
    this.#wake();
  }

  /** Resolves when there is room for another capture: the crawl's back-pressure, bounded by bytes. Throws when harvesting has failed for good. */
  async room(): Promise<void> {
    const pages = this.#parts.focusing === null ? Number.POSITIVE_INFINITY : AHEAD_PAGES;
    await this.#until(() => this.#abandoned || (this.#bytes <= ROOM_BYTES && this.#pending <= pages));
  }

  async caughtUp(key: PolitenessKey): Promise<void> {
    await this.#until(() => this.#abandoned || (this.#unread.get(key) ?? 0) < AHEAD_OF_HOST);
  }

  /** Harvests what an earlier process of this run left. */
  async resume(entries: AsyncIterable<LedgerEntry>): Promise<void> {
    // Listed before anything new is fetched: what this process captures has no mark either, for a moment.
    for (const entry of await Array.fromAsync(entries)) {
      const { page, body } = await pageOf(this.#parts, entry);
      await this.take(entry, page, body);
      await this.room();
    }
  }

  /** Resolves when all that was taken is harvested. */
  async drained(): Promise<void> {
    await this.#until(() => this.#abandoned || this.#pending === 0);
  }

  #count(key: PolitenessKey, by: 1 | -1): void {
    this.#pending += by;
    const unread = (this.#unread.get(key) ?? 0) + by;
    if (unread === 0) this.#unread.delete(key);
    else this.#unread.set(key, unread);
  }

  async #until(condition: () => boolean): Promise<void> {
    while (this.#failure === undefined && !condition()) await this.#change;
    if (this.#failure !== undefined) throw this.#failure;
  }

  #wake(): void {
    this.#signal();
    ({ promise: this.#change, resolve: this.#signal } = Promise.withResolvers<void>());
  }
}
