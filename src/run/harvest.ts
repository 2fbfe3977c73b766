import type { Archive } from '../archive/archive.ts';
import type { Config } from '../config/config.ts';
import { readSitemap } from '../discover/sitemap.ts';
import type { Ledger, LedgerEntry, Standing } from '../ledger/ledger.ts';
import type { Discovery, Drop, PageUrl, Role } from '../records.ts';
import type { RefinePool } from '../refine/pool.ts';
import type { RefineResult } from '../refine/refine.ts';
import type { Staging } from '../refine/staging.ts';
import { refined } from './refined.ts';
import { type CrawlerRules, discover } from './rules.ts';

/** Sitemaps that list sitemaps are followed this deep. */
const SITEMAP_DEPTH = 3;
/** What may wait for the refiner. */
const ROOM_BYTES = 64 * 2 ** 20;
/** What a page that waits costs besides its body: entry, headers, promises (bench/scale.ts). */
const PAGE_BYTES = 16 * 2 ** 10;
const weightOf = (body: Uint8Array): number => body.byteLength + PAGE_BYTES;

export interface HarvestParts {
  readonly config: Config;
  readonly rules: ReadonlyMap<string, CrawlerRules>;
  readonly ledger: Ledger;
  readonly archive: Archive;
  readonly staging: Staging;
  readonly pool: RefinePool;
  /** Puts discoveries into the frontier; resolves when they are there. */
  readonly add: (found: readonly Discovery[]) => Promise<void>;
  /** Hears of pages that would not get into a corpus. */
  readonly dropped: (drop: Drop) => void;
}

/**
 * What comes after a page, fetched or found unchanged: its links go into the frontier, its refined text is staged. The ledger marks it as
 * harvested only after its links are in the frontier, so a crash in between loses none: `resume` harvests what has no mark.
 */
export class Harvest {
  readonly #parts: HarvestParts;
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

  /** Takes a page, its body being that of the capture; what becomes of it shows in `pending`. */
  take(entry: LedgerEntry, page: Standing, body: Uint8Array): void {
    if (this.#abandoned) return;
    this.#pending += 1;
    this.#bytes += weightOf(body);
    void this.#harvest(entry, page, body)
      .catch((error: unknown) => {
        this.#failure ??= error;
      })
      .finally(() => {
        this.#pending -= 1;
        this.#bytes -= weightOf(body);
        this.#wake();
      });
  }

  /** Leaves what is not harvested yet to the next process of this run: it has no mark in the ledger. */
  abandon(): void {
    this.#abandoned = true;
    this.#wake();
  }

  /** Resolves when there is room for another capture: the crawl's back-pressure, bounded by bytes. Throws when harvesting has failed for good. */
  async room(): Promise<void> {
    await this.#until(() => this.#abandoned || this.#bytes <= ROOM_BYTES);
  }

  /** Harvests what an earlier process of this run left. */
  async resume(run: LedgerEntry['run']): Promise<void> {
    // Listed before anything new is fetched: what this process captures has no mark either, for a moment.
    const left = await Array.fromAsync(this.#parts.ledger.unharvested(run));
    for (const entry of left) {
      const page = await this.#parts.ledger.validators(entry);
      if (page === null) throw new Error(`the ledger has no capture of ${entry.url}, of which it says ${entry.outcome.kind}`);
      const { body } = await this.#parts.archive.read(page.capture.recordId, page.location);
      this.take(entry, page, body);
      await this.room();
    }
  }

  /** Resolves when all that was taken is harvested. */
  async drained(): Promise<void> {
    await this.#until(() => this.#abandoned || this.#pending === 0);
  }

  async #until(condition: () => boolean): Promise<void> {
    while (this.#failure === undefined && !condition()) await this.#change;
    if (this.#failure !== undefined) throw this.#failure;
  }

  #wake(): void {
    this.#signal();
    ({ promise: this.#change, resolve: this.#signal } = Promise.withResolvers<void>());
  }

  async #harvest(entry: LedgerEntry, page: Standing, body: Uint8Array): Promise<void> {
    const rules = this.#parts.rules.get(entry.crawler);
    if (rules === undefined) throw new Error(`no crawler is called ${entry.crawler}`);
    const links = entry.role === 'page' ? await this.#page(entry, rules, page, body) : await this.#listing(entry, rules, body);
    await this.#parts.add(links);
    await this.#parts.ledger.harvested(entry.fetchId);
  }

  async #page(entry: LedgerEntry, rules: CrawlerRules, page: Standing, body: Uint8Array): Promise<Discovery[]> {
    const result = await refined(this.#parts, rules.config, page, () => body);
    if (!result.step.kept) this.#parts.dropped(result.step.drop);
    return linksOf(entry, rules, result);
  }

  async #listing(entry: LedgerEntry, rules: CrawlerRules, body: Uint8Array): Promise<Discovery[]> {
    const listing = await readSitemap(body, entry.url, { bytes: this.#parts.config.limits.sitemap });
    const via = entry.role === 'feed' ? 'feed' : 'sitemap';
    const pages = listing.pages.map(({ url }) => found(entry, rules, url, 'page', via, 1));
    const nested =
      entry.depth >= SITEMAP_DEPTH ? [] : listing.sitemaps.map(({ url }) => found(entry, rules, url, 'sitemap', via, entry.depth + 1));
    return [...nested, ...pages].filter((discovery) => discovery !== null);
  }
}

function found(entry: LedgerEntry, rules: CrawlerRules, url: PageUrl, role: Role, via: Discovery['via'], depth: number): Discovery | null {
  if (role === 'page' && (depth > rules.config.limits.depth || rules.outOfScope(url) !== null)) return null;
  return discover(entry.crawler, url, { role, via, depth });
}

function linksOf(entry: LedgerEntry, rules: CrawlerRules, result: RefineResult): Discovery[] {
  const pages = result.links.map((url) => found(entry, rules, url, 'page', entry.url, entry.depth + 1));
  const feeds = rules.config.feeds === true ? result.feeds.map((url) => found(entry, rules, url, 'feed', entry.url, entry.depth)) : [];
  return [...pages, ...feeds].filter((discovery) => discovery !== null);
}
