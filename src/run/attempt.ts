import type { Archive, Archived, Exchange } from '../archive/archive.ts';
import type { Config } from '../config/config.ts';
import { type FetchResponse, type HttpClient, TurnLost } from '../fetch/fetch.ts';
import type { Blocklist } from '../forgotten/blocklist.ts';
import type { Settlement } from '../frontier/frontier.ts';
import type { Ledger, LedgerEntry, Standing } from '../ledger/ledger.ts';
import type { RenderNeed } from '../render/need.ts';
import type { Renderer } from '../render/render.ts';
import type { Capture, Discovery, Drop, FetchOutcome, Instant, Leased, RunId } from '../records.ts';
import type { Budget } from './budget.ts';
import { type Closed, type DailySpending, hasDailyLimits } from './daily.ts';
import type { Harvesting } from './harvest.ts';
import type { Staging } from '../refine/staging.ts';
import type { HostFilesDesk } from './host-files-desk.ts';
import { type HostHealth, restOfBroken } from './host-health.ts';
import type { Listed } from './listed.ts';
import type { NotFoundDesk } from './not-found-desk.ts';
import type { RobotsDesk } from './robots-desk.ts';
import type { Blocked } from './blocked.ts';
import type { CrawlerRules } from './rules.ts';
import { fetchIdOf } from './run-id.ts';
import type { TrapWatch } from './trap-watch.ts';

export interface FetchParts {
  readonly run: RunId;
  readonly config: Config;
  readonly rules: ReadonlyMap<string, CrawlerRules>;
  readonly client: HttpClient;
  readonly archive: Archive;
  readonly ledger: Ledger;
  readonly forgotten: Blocklist;
  readonly blocked: Blocked;
  readonly robots: RobotsDesk;
  readonly hostFiles: HostFilesDesk;
  readonly notFound: NotFoundDesk;
  readonly budget: Budget;
  readonly daily: DailySpending;
  readonly health: HostHealth;
  readonly harvest: Harvesting;
  /** Null where pages that are known already are asked for. */
  readonly traps: TrapWatch | null;
  readonly listed: Listed;
  /** Every page is asked for, due or not. */
  readonly revisitAll: boolean;
  readonly staging: Pick<Staging, 'get'>;
  /** Null where this process renders nothing. */
  readonly renderer: Renderer | null;
  /** Knows which pages of crawlers that render `auto` are to be rendered. */
  readonly need: RenderNeed;
  /**
   * Leaves a page to processes that render, with the response if it was fetched; false when their queue has or had it already. Null where there are no
   * others.
   */
  readonly handOver: ((leased: Leased, fetched?: Recalled) => Promise<boolean>) | null;
  /** The response that a page was left with; null when there is none, or no longer. */
  readonly recall: (leased: Leased) => Promise<Recalled | null>;
  /** Puts discoveries into the frontier; resolves when they are there. */
  readonly add: (found: readonly Discovery[]) => Promise<unknown>;
  /** Rests and waits go by this one; what goes on record, by `stamp`. */
  readonly clock: () => Instant;
  readonly stamp: () => Instant;
  readonly random: () => number;
  /** Hears of every outcome once it is recorded. */
  readonly recorded: (entry: LedgerEntry) => void;
  /** Hears that hosts of a crawler are left alone until then though their turn has come, and why. */
  readonly held: (crawler: string, until: Instant, because: string) => void;
}

/** A response that was archived in another turn. */
export interface Recalled {
  readonly response: FetchResponse;
  readonly archived: Archived;
}

/** A host that is left alone is looked at so often, in case the config or a clock has been set anew. */
const LOOK_AGAIN_MS = 60_000;

/** How a URL's turn ends, as the frontier must know it. */
export type Ending = Omit<Settlement, 'url'>;

/** When and at what cost something was fetched. */
interface Fetched {
  readonly at: Instant;
  readonly durationMs: number;
  readonly wireBytes: number;
}

interface Wait {
  readonly reason: string;
  readonly because: string;
  readonly ms: number;
  readonly spendsAttempt: boolean;
}

/** One turn of one URL, and the ways it can end: each is on record in the ledger before the frontier hears of it. */
export class Attempt {
  readonly parts: FetchParts;
  readonly leased: Leased;
  readonly rules: CrawlerRules;
  /** Whether the host may still be contacted. */
  readonly isOurs: () => boolean;
  /** Rest that is due to the host, once it has been contacted; it counts from the last answer, by a clock that nobody sets. */
  #restMs = 0;
  /** This once, it is left alone for so long: it has asked for it, or has failed. */
  #aloneMs = 0;
  #answeredAt = 0;
  #fetched: Fetched | null = null;
  /** The response of this turn, once it is in the archive. */
  #archived: Archived | null = null;
  #isRecalled = false;
  #paid = false;

  constructor(parts: FetchParts, leased: Leased, rules: CrawlerRules, isOurs: () => boolean) {
    this.parts = parts;
    this.leased = leased;
    this.rules = rules;
    this.isOurs = isOurs;
  }

  /** The host was contacted: whatever comes of it, it rests, and never less than was found to be due before; this once for `aloneMs` at least. */
  owes(restMs: number, aloneMs = 0): void {
    this.#restMs = Math.max(this.#restMs, restMs);
    this.#aloneMs = Math.max(this.#aloneMs, aloneMs);
    this.#answeredAt = performance.now();
  }

  get #dueMs(): number {
    return Math.max(this.#restMs, this.#aloneMs);
  }

  /**
   * How much of it is left: what was done with the answer since is part of it. Whoever settles reads the clock later, and in whole milliseconds, one of which
   * is added, so that nobody is early.
   */
  get #leftMs(): number {
    return this.#dueMs - Math.min(this.#dueMs, Math.max(0, Math.floor(performance.now() - this.#answeredAt) - 1));
  }

  /** Whether the host must rest before it is contacted again. */
  get isDue(): boolean {
    return this.#dueMs > 0;
  }

  /** The host has failed; returns how often in a row. One that keeps failing is left alone for longer and longer, and tried by one request in between. */
  async failed(reason: string): Promise<number> {
    const { health, random, config } = this.parts;
    const failures = await health.failed(this.leased.key, reason);
    this.owes(0, restOfBroken(failures, random, config.crawl.backoff));
    return failures;
  }

  /** Takes a page from the crawler's budget; a drop when that is used up. Sitemaps and feeds are free. */
  async pay(): Promise<Drop | null> {
    if (this.leased.role !== 'page') return null;
    const spent = await this.parts.budget.take(this.leased.crawler);
    this.#paid = spent === null;
    return spent;
  }

  /** What the request cost, for the entry and the budget. */
  async took({ at, durationMs, wireBytes }: Fetched): Promise<void> {
    this.#fetched = { at, durationMs, wireBytes };
    await this.#spend(this.leased.role === 'page' ? 1 : 0, wireBytes);
  }

  /** The request was made in another turn, and paid for there. */
  recall({ response, archived }: Recalled): void {
    this.#fetched = response;
    this.#archived = archived;
    this.#isRecalled = true;
  }

  async #spend(pages: number, bytes: number): Promise<void> {
    const { budget, daily } = this.parts;
    await budget.spend(this.leased.crawler, 0, bytes);
    if (hasDailyLimits(this.rules.daily)) await daily.add(this.leased.key, { pages, bytes });
  }

  /** The page has made requests of its own, so many of them to its own host: that rests once more for each. */
  async rendered({
    durationMs,
    bytes,
    toHost,
  }: {
    readonly durationMs: number;
    readonly bytes: number;
    readonly toHost: number;
  }): Promise<void> {
    this.#restMs *= toHost + (this.#isRecalled ? 0 : 1);
    this.#answeredAt = performance.now();
    const before = this.#fetched ?? { at: this.parts.stamp(), durationMs: 0, wireBytes: 0 };
    this.#fetched = { ...before, durationMs: before.durationMs + durationMs, wireBytes: before.wireBytes + bytes };
    await this.#spend(0, bytes);
  }

  /** It is on record; the host rests. */
  rest(): Ending {
    return { restMs: this.#restMs, waitMs: this.#leftMs };
  }

  /** Ends without a page. */
  async end(outcome: Exclude<FetchOutcome, { kind: 'page' | 'unchanged' }>): Promise<Ending> {
    await this.giveBack();
    // Before it is on record: what has an outcome is not looked at again after a crash.
    if (this.leased.role === 'terms') await this.parts.hostFiles.far.ended(this.leased.url, outcome);
    await this.record(outcome);
    return this.rest();
  }

  refuse(drop: Drop): Promise<Ending> {
    return this.end({ kind: 'refused', drop });
  }

  fail(reason: string, because: string, status?: number): Promise<Ending> {
    return this.end({ kind: 'failed', reason, because, ...(status !== undefined && { status }) });
  }

  /** The URL comes back later. */
  async wait({ reason, because, ms, spendsAttempt }: Wait): Promise<Ending> {
    const retryAt = this.parts.clock() + ms;
    return { ...(await this.end({ kind: 'deferred', reason, because, notBefore: retryAt })), retryAt, spendsAttempt };
  }

  /** This turn was spent on robots.txt, and the URL has the host's next one, or one later. Nothing happened to the URL itself, so nothing is recorded. */
  again(waitMs = this.#leftMs): Ending {
    return { ...this.rest(), retryAt: this.parts.clock() + waitMs, spendsAttempt: false };
  }

  /** The host is left alone until then, without a request, and all its URLs with it. Nothing happened to the URL itself, so nothing is recorded. */
  hold({ until, because }: Closed): Ending {
    const now = this.parts.clock();
    const waitMs = Math.min(until - now, LOOK_AGAIN_MS);
    this.parts.held(this.leased.crawler, until, because);
    return { restMs: 0, waitMs, retryAt: now + waitMs, spendsAttempt: false };
  }

  /** Leaves the page, which has no outcome yet, to processes that render. False when there are none, or they have it already. */
  async handOver(response?: FetchResponse): Promise<boolean> {
    const { handOver } = this.parts;
    if (handOver === null || this.#isRecalled) return false;
    return handOver(this.leased, response === undefined ? undefined : { response, archived: await this.archive(response) });
  }

  /** Throws `TurnLost` when others may have the URL by now: a fetch goes on record once. */
  async record(outcome: FetchOutcome): Promise<LedgerEntry> {
    if (!this.isOurs()) {
      await this.giveBack();
      throw new TurnLost();
    }
    const { run, ledger, stamp, recorded } = this.parts;
    const { url, crawler, role, via, depth, attempt } = this.leased;
    const { at, durationMs, wireBytes: bytes } = this.#fetched ?? { at: stamp(), durationMs: 0, wireBytes: 0 };
    const fetchId = fetchIdOf(run, url, attempt, outcome.kind === 'deferred' ? at : undefined);
    const entry: LedgerEntry = { fetchId, run, crawler, url, role, via, depth, at, durationMs, bytes, outcome };
    if (await ledger.record(entry)) recorded(entry);
    return entry;
  }

  /** Has a page that is on record read. */
  async harvest(entry: LedgerEntry, page: Standing, body: Uint8Array): Promise<void> {
    await this.parts.harvest.take(entry, page, body, this.leased.astray);
  }

  /** Once in a turn. */
  async archive(response: FetchResponse): Promise<Archived> {
    return (this.#archived ??= await this.parts.archive.write(exchangeOf(response)));
  }

  /** Archives that the page is as it was captured. */
  revisit(response: FetchResponse, of: Capture): Promise<Archived> {
    const exchange = exchangeOf(response);
    return this.parts.archive.revisit(this.#isRecalled ? { ...exchange, request: null } : exchange, of);
  }

  /** The page that was paid for is none. */
  async giveBack(): Promise<void> {
    if (this.#paid) await this.parts.budget.giveBack(this.leased.crawler);
    this.#paid = false;
  }
}

const exchangeOf = ({ url, at, ip, requestHeaders, status, statusText, headers, body }: FetchResponse): Exchange => ({
  url,
  at,
  ip,
  request: { method: 'GET', headers: requestHeaders },
  status,
  statusText,
  headers,
  body,
});
