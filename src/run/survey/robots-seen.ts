import type { Origin, PageUrl } from '../../records.ts';
import { originOf } from '../../url/origin.ts';
import type { RobotsAsk, RobotsDecision } from '../robots-desk.ts';

/** The robots.txt of one origin. */
export interface OriginSeen {
  readonly origin: Origin;
  /** What it says of the origin's front page. */
  readonly verdict: RobotsDecision['verdict'];
  /** For people: the line, or what the server answered. */
  readonly because: string;
  /** Digest of the file, or why there is none. */
  readonly evidence: string;
  readonly crawlDelayMs: number;
  /** Sitemaps that it names, as written. */
  readonly sitemaps: readonly string[];
}

/** Asks for robots.txt as a crawl does, and remembers what it has seen. */
export class RobotsSeen {
  readonly #desk: RobotsAsk;
  readonly #most: number;
  readonly seen = new Map<Origin, OriginSeen>();

  /** At most so many origins are asked. */
  constructor(desk: RobotsAsk, most: number) {
    this.#desk = desk;
    this.#most = most;
  }

  async ask(url: PageUrl, mayStart?: () => boolean): Promise<RobotsDecision> {
    const origin = originOf(url);
    const decision = await this.#desk.ask(url, mayStart);
    if (!this.seen.has(origin)) {
      const front = await this.#desk.ask(`${origin}/` as PageUrl, mayStart);
      const { verdict, because, evidence, crawlDelayMs, rules } = front;
      this.seen.set(origin, { origin, verdict, because, evidence, crawlDelayMs, sitemaps: rules?.sitemaps ?? [] });
    }
    return decision;
  }

  /** Null for a URL of an origin that is not asked, since so many were. */
  async verdict(url: PageUrl): Promise<RobotsDecision['verdict'] | null> {
    return this.seen.has(originOf(url)) || this.seen.size < this.#most ? (await this.ask(url)).verdict : null;
  }

  /** What a host asks for between two requests; 0 where it is not known. */
  crawlDelayMs(url: PageUrl): number {
    return this.seen.get(originOf(url))?.crawlDelayMs ?? 0;
  }
}
