import { hash } from 'node:crypto';

/** Pages off the topic, in a row, whose links are still followed: what is on a topic often lies behind what is not. */
export const MOST_ASTRAY = 2;

/** Of 0 to 255: sitemaps, feeds and terms come before all pages. */
const BEST_PAGE = 239;
/** One URL in so many is taken at random, so that a crawl sees what its topic's words do not promise. */
const EXPLORED = 10;
/** How much a host is given for what is not known of it (UCB1: Auer et al. 2002, with a smaller bonus, for yields hardly vary by chance). */
const CURIOSITY = 0.25;

/** What pages of a host have been so far. */
export interface Yield {
  readonly pages: number;
  readonly relevant: number;
}

/** How much of a host may well be on the topic, 0 to 1: its yield so far, and a bonus that shrinks with what is known. */
export function hopeFor({ pages, relevant }: Yield, ofAll: number): number {
  if (pages === 0) return 1;
  return Math.min(1, relevant / pages + CURIOSITY * Math.sqrt((2 * Math.log(ofAll + 1)) / pages));
}

/** What is known of a link, all 0 to 1. */
export interface Prospect {
  /** What it and its surroundings say. */
  readonly link: number;
  /** The score of the page it stands on. */
  readonly parent: number;
  /** What is hoped of its host. */
  readonly host: number;
}

/** The priority of a page that is linked to, 0 to 255. The same URL is explored in every crawl, or in none. */
export function priorityFor(url: string, { link, parent, host }: Prospect): number {
  const promise = 0.5 * link + 0.3 * parent + 0.2 * host;
  const chance = hash('sha256', url, 'buffer').readUInt32BE();
  const explored = chance % EXPLORED === 0 ? chance / 2 ** 32 : 0;
  return Math.round(BEST_PAGE * Math.max(promise, explored));
}
