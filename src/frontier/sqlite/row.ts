import type { Discovery, Leased, PageUrl, PolitenessKey, Role, Via } from '../../records.ts';

/** How a discovery is packed into the columns of `urls`: a URL costs about 110 bytes on disk in all. */

const ROLES: readonly Role[] = ['page', 'sitemap', 'feed', 'terms'];

/** `via` is a row of `pages` when positive. */
const VIAS: readonly Via[] = ['seed', 'sitemap', 'feed', 'import'];
export const viaCode = (via: Via): number | null => {
  const at = VIAS.indexOf(via);
  return at === -1 ? null : -at;
};

/** Ascending rank is descending priority; within a signed byte, which is what SQLite stores a small integer in. */
export const rankOf = (priority: number): number => 127 - priority;
export const priorityOf = (rank: number): number => 127 - rank;
export const WORST_RANK = rankOf(0);

const DEPTH = 4;
const HOPS = DEPTH << 10;
const ATTEMPT = HOPS << 6;
/** Beyond 32 bits: SQLite and doubles have room for it. */
export const DEATH = ATTEMPT * 2 ** 10;
const ASTRAY = DEATH * 2 ** 10;

/** Role, depth (10 bits), hops (6), attempts (10), deaths (10) and pages astray, the commonest values giving the smallest numbers. */
export const traitsOf = ({ role, depth, hops, astray = 0 }: Discovery): number =>
  Math.max(0, ROLES.indexOf(role)) + Math.min(depth, 1023) * DEPTH + Math.min(hops, 63) * HOPS + Math.min(astray, 63) * ASTRAY;
export const withAttempt = (traits: number): number => traits + ATTEMPT;

/** Where the path begins: origin and path are stored apart, since many URLs share an origin. */
export function originLength(url: string): number {
  const slash = url.indexOf('/', url.indexOf('//') + 2);
  return slash === -1 ? url.length : slash;
}

export interface UrlRow {
  readonly id: number;
  readonly rank: number;
  readonly url: string;
  readonly traits: number;
  readonly via: number;
  readonly page: string | null;
  readonly crawler: string;
}

export const deathsOf = ({ traits }: Pick<UrlRow, 'traits'>): number => Math.floor(traits / DEATH) % 1024;
const astrayOf = ({ traits }: Pick<UrlRow, 'traits'>): number => Math.floor(traits / ASTRAY);

export const leasedOf = (row: UrlRow, key: PolitenessKey): Leased => ({
  url: row.url as PageUrl,
  key,
  crawler: row.crawler,
  role: ROLES[row.traits % DEPTH] ?? 'page',
  via: (row.page as PageUrl | null) ?? VIAS[-row.via] ?? 'seed',
  depth: Math.floor(row.traits / DEPTH) % 1024,
  hops: Math.floor(row.traits / HOPS) % 64,
  priority: priorityOf(row.rank),
  ...(astrayOf(row) > 0 && { astray: astrayOf(row) }),
  attempt: Math.floor(row.traits / ATTEMPT) % 1024,
  deaths: deathsOf(row),
});
