import type { Config } from '../config/config.ts';
import type { HttpClient } from '../fetch/fetch.ts';
import { isBusy } from '../fetch/retry.ts';
import type { HostFacts } from '../ledger/host-facts.ts';
import type { Instant, Origin, PageUrl } from '../records.ts';
import { fetchRobots } from '../robots/fetch-robots.ts';
import type { HostFiles } from '../rights/host-files.ts';
import { type RobotsFact, robotsFact, robotsGate } from '../robots/fetched.ts';
import type { Robots } from '../robots/robots.ts';
import { createRulesCache } from '../robots/rules-cache.ts';
import { canonicalize } from '../url/canonical.ts';
import { originOf } from '../url/origin.ts';
import type { Contact } from './contacted.ts';
import { ENTRY_CHARACTERS, Recent } from '../recent.ts';

const RULES_BYTES = 64 * 2 ** 20;
/** Characters of what is known of origins that are kept in memory; beyond, the host facts on disk are asked. */
const KNOWN_CHARACTERS = 64 * 2 ** 20;
/** Clocks of a fleet differ by less, in milliseconds: what was heard later than now was heard by a clock that has gone back since, and may be old. */
const APART_MS = 60_000;
/** Announcements that are remembered; a sitemap that is announced twice is in the frontier once. */
const ANNOUNCED = 100_000;
/** Sitemaps of one robots.txt that are followed. */
const SITEMAPS = 100;

/** Its contact is with the host of robots.txt; one that is busy, and makes its pages wait, says for how long in `asksMs`. */
export interface RobotsDecision extends Contact {
  readonly verdict: 'allow' | 'disallow' | 'wait';
  /** For people: the line, or what the server answered. */
  readonly because: string;
  readonly crawlDelayMs: number;
  /** The file that was asked: its digest, or why there is none. */
  readonly evidence: string;
  /** That file; null when there is none. */
  readonly file: HostFiles['robots'];
  /** What it says; null when there is none. */
  readonly rules: Robots | null;
  /** With `wait`: asking again will not help in this run. */
  readonly hopeless: boolean;
  /** With `wait`: when robots.txt may be asked for again. */
  readonly notBefore: Instant;
}

interface Parts {
  readonly config: Pick<Config, 'robots' | 'userAgent' | 'limits' | 'crawl'>;
  readonly client: HttpClient;
  readonly facts: HostFacts;
  readonly clock: () => Instant;
  /** Restarts of the queue's server so far: each may have forgotten what it was told last. Default: none. */
  readonly restarts?: () => number;
}

interface Known {
  readonly fact: RobotsFact;
  /** It failed in a way that asking again will not mend. */
  readonly isHopeless: boolean;
}

interface Asking {
  readonly took: (ms: number) => void;
  readonly mayStart: (() => boolean) | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Who can be asked for the robots.txt of an origin. */
export type RobotsAsk = Pick<RobotsDesk, 'ask'>;

/** Knows the robots.txt of every origin: from memory, from the host facts, or by asking the host. */
export class RobotsDesk {
  readonly #parts: Parts;
  readonly #known = new Recent<Origin, Known>(KNOWN_CHARACTERS);
  readonly #rules = createRulesCache(RULES_BYTES);
  readonly #announced = new Recent<string, true>(ANNOUNCED);

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * To be called only inside a visit of the URL's host: it may request robots.txt. Whoever gives a signal cannot come again later: until then it waits for its
   * turn at a busy address too.
   */
  async ask(url: PageUrl, mayStart?: () => boolean, signal?: AbortSignal): Promise<RobotsDecision> {
    const origin = originOf(url);
    const now = this.#parts.clock();
    const isFresh = ({ fact, isHopeless }: Known): boolean =>
      (now < fact.expiresAt || isHopeless) && now < this.#retryAt(fact) && fact.fetchedAt <= now + APART_MS;
    const inMemory = this.#known.get(origin);
    // What has run out here, another worker may have asked for since.
    const known = inMemory !== undefined && isFresh(inMemory) ? inMemory : ((await this.#stored(origin)) ?? inMemory ?? null);
    const fresh = known !== null && isFresh(known);
    let tookMs = 0;
    const took = (ms: number): void => void (tookMs = Math.max(tookMs, ms));
    const { fact, isHopeless } = fresh ? known : await this.#refresh(origin, known?.fact ?? null, { took, mayStart, signal });
    const { verdict, because, crawlDelayMs = 0 } = robotsGate(fact, this.#parts.config.userAgent.name, url, this.#rules);
    return {
      verdict,
      because,
      crawlDelayMs,
      contacted: !fresh,
      tookMs,
      asksMs: fresh ? 0 : this.#asksFor(fact),
      // Pages do not wait where an older copy stands in: then it is the host that does.
      busy: !fresh && fact.access !== 'wait' && isBusy(fact.status) ? `http-${fact.status}` : null,
      evidence: fact.sha256 ?? fact.reason,
      file: fact.copy === null ? null : { text: fact.copy.text, sha256: fact.copy.sha256, encoding: fact.copy.encoding },
      rules: fact.copy === null ? null : this.#rules(fact),
      hopeless: verdict === 'wait' && isHopeless,
      notBefore: this.#retryAt(fact),
    };
  }

  /** The sitemaps that the origin of a URL announces, as it was just told, once per crawler and origin, and again when the queue may have forgotten them. */
  newSitemaps(url: PageUrl, crawler: string, { rules }: Pick<RobotsDecision, 'rules'>): readonly PageUrl[] {
    const origin = originOf(url);
    const mark = `${crawler} ${origin} ${this.#parts.restarts?.() ?? 0}`;
    if (this.#announced.get(mark) === true) return [];
    this.#announced.set(mark, true);
    return sitemapsOf(origin, rules);
  }

  /** A host that could not be asked is asked again sooner than its fact says when the config's back-off is shorter. */
  #retryAt(fact: RobotsFact): Instant {
    if (fact.access !== 'wait') return Number.POSITIVE_INFINITY;
    const soonest = fact.fetchedAt + this.#parts.config.crawl.backoff * 2 ** Math.min(fact.failures - 1, 10);
    return Math.max(fact.notBefore ?? 0, Math.min(fact.expiresAt, soonest));
  }

  /** Milliseconds for which the whole host is to be left alone after this answer. */
  #asksFor(fact: RobotsFact): number {
    const until = fact.access === 'wait' && isBusy(fact.status) ? this.#retryAt(fact) : (fact.notBefore ?? 0);
    return Math.max(0, until - this.#parts.clock());
  }

  async #stored(origin: Origin): Promise<Known | null> {
    const stored = await this.#parts.facts.get(origin, 'robots');
    if (stored === null) return null;
    const fact = JSON.parse(stored.value) as RobotsFact;
    if (fact.profile !== this.#parts.config.robots) return null;
    return this.#keep(origin, { fact, isHopeless: false }, stored.value);
  }

  async #refresh(origin: Origin, previous: RobotsFact | null, { took, mayStart, signal }: Asking): Promise<Known> {
    const { client, config, facts, clock } = this.#parts;
    let hops = 0;
    let isHopeless = false;
    const answer = await fetchRobots(origin, async (url) => {
      // Where it leads on, the first host has been asked: then it is brought to an end.
      const patience = (hops += 1) === 1 && signal === undefined ? {} : { patienceMs: Number.POSITIVE_INFINITY };
      const until = signal === undefined ? {} : { signal };
      const result = await client.fetch({ url, mayStart, ...patience, ...until, limits: { body: 10 * config.limits.robots } });
      took(result.durationMs);
      if (result.kind === 'failure' && !result.retriable) isHopeless = true;
      return result;
    });
    const at = clock();
    const fact = robotsFact(answer, config.robots, previous, at);
    // A request that was given up here says nothing of the host.
    if (answer.kind === 'failure' && answer.reason === 'aborted') return { fact, isHopeless };
    const value = JSON.stringify(fact);
    await facts.put(origin, 'robots', { value, at, expires: fact.expiresAt });
    return this.#keep(origin, { fact, isHopeless }, value);
  }

  #keep(origin: Origin, known: Known, written: string): Known {
    this.#known.set(origin, known, ENTRY_CHARACTERS + written.length);
    return known;
  }
}

/** The sitemaps that an origin announces, or the one that it may have where robots.txt names none, or there is none. */
export function sitemapsOf(origin: Origin, rules: Robots | null): readonly PageUrl[] {
  const named = rules?.sitemaps ?? [];
  const urls = named.length > 0 ? named.slice(0, SITEMAPS) : [`${origin}/sitemap.xml`];
  return urls.map((each) => canonicalize(each, `${origin}/`)).filter((each) => each !== null);
}
