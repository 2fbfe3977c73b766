import type { PageUrl } from '../records.ts';
import { decodeName, normaliseEscapes } from './percent.ts';
import { isSession, isTracking, withoutSession } from './tracking.ts';

export interface QueryRules {
  /** `sort`: the order of parameters does not make another page. Default: keep. */
  readonly order?: 'keep' | 'sort';
  /** Further parameters to remove; `*` at the end stands for any ending. */
  readonly drop?: readonly string[];
}

/** Longer addresses are traps far more often than pages; servers refuse many from 8 kB. */
const LONGEST = 4096;

/**
 * The one form under which a page is known: WHATWG parsing (host in lower case and punycode, default port and dot segments gone), no
 * credentials, no fragment, escapes normalised (RFC 3986 §6.2.2), session ids and tracking parameters removed (`tracking.ts`), an empty
 * query dropped. `https`, `www`, a slash at the end and a dot at the end of the host are left as they are: they may be other pages.
 * Idempotent, and it never changes the host. Null when there is no http(s) address in it, or one of more than 4,096 characters. Never throws.
 */
export function canonicalize(url: string, base?: string, rules: QueryRules = {}): PageUrl | null {
  const parsed = URL.parse(url.toWellFormed(), base);
  if (parsed === null || (parsed.protocol !== 'https:' && parsed.protocol !== 'http:')) return null;
  const path = withoutSession(normaliseEscapes(parsed.pathname));
  const query = canonicalQuery(parsed.search.slice(1), rules);
  const written = `${parsed.protocol}//${parsed.host}${path}${query === '' ? '' : `?${query}`}`;
  // Where a session id is gone there may be a dot segment now; otherwise the parser would change nothing more.
  const final = path.includes('/.') ? (URL.parse(written)?.href ?? written) : written;
  return final.length > LONGEST ? null : (final as PageUrl);
}

function canonicalQuery(query: string, { order = 'keep', drop = [] }: QueryRules): string {
  if (query === '') return '';
  const kept = normaliseEscapes(query)
    .split('&')
    .map((text) => ({ text, name: decodeName(text.split('=', 1)[0] ?? '') }))
    .filter(({ text, name }) => text !== '' && !isTracking(name) && !isSession(name) && !drop.some((rule) => matches(rule, name)));
  // By name only: the order of values that share a name may mean something.
  if (order === 'sort') kept.sort((one, other) => (one.name < other.name ? -1 : Number(one.name > other.name)));
  return kept.map(({ text }) => text).join('&');
}

const matches = (rule: string, name: string): boolean => (rule.endsWith('*') ? name.startsWith(rule.slice(0, -1)) : name === rule);
