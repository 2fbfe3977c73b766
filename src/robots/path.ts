import { toOctets } from './octets.ts';
import type { RobotsProfile } from './profile.ts';

/** A rule's value, ready to be matched. */
export interface PathPattern {
  /** Octets, `*` standing for any; every other octet is literal. */
  readonly pattern: string;
  /** Ended with `$`. */
  readonly anchored: boolean;
}

/** What of a URL rules are matched against, path and query as octets; null when it is no URL at all. */
export function pathOf(url: string, profile: RobotsProfile): string | null {
  if (profile === 'google') return pathAsWritten(toOctets(url));
  // One URL is asked about many times in a row, by every file that speaks of its host.
  if (url !== last.url) last = { url, path: normalPathOf(url) };
  return last.path;
}

let last: { readonly url: string; readonly path: string | null } = { url: '', path: null };

function normalPathOf(url: string): string | null {
  const parsed = URL.parse(url);
  if (parsed === null) return null;
  // From href, since `search` cannot tell `/x?` from `/x`.
  const href = parsed.href.slice(0, parsed.href.length - parsed.hash.length).replace(/#$/, '');
  const path = href.indexOf('/', href.indexOf('://') + 3);
  return path === -1 ? '/' : normalise(toOctets(href.slice(path)), false);
}

export function patternOf(value: string, profile: RobotsProfile): PathPattern {
  const anchored = value.endsWith('$');
  const body = anchored ? value.slice(0, -1) : value;
  return { anchored, pattern: profile === 'google' ? escape(body) : normalise(body, true) };
}

// RFC 3986 unreserved and reserved, without those that WHATWG URLs escape in one place and not in another, and without `*` and `$`,
// which a rule spells %2A and %24 when it means them (RFC 9309 §2.2.3).
const plain = /^[A-Za-z0-9\-._~!&()+,;=:@/?]*$/;
const odd = /%[0-9A-Fa-f]{2}|[^A-Za-z0-9\-._~!&()+,;=:@/?%]/g;

/** One spelling for rule and URL: unreserved escapes decoded, hex in upper case, everything odd escaped (RFC 9309 §2.2.2). */
function normalise(octets: string, wildcards: boolean): string {
  if (plain.test(octets)) return octets;
  return octets.replace(odd, (found) => {
    if (found === '*' && wildcards) return found;
    if (found.length === 1) return percent(found.charCodeAt(0));
    const decoded = String.fromCharCode(Number.parseInt(found.slice(1), 16));
    return /[A-Za-z0-9\-._~]/.test(decoded) ? decoded : found.toUpperCase();
  });
}

/** Google escapes what is not ASCII and changes nothing else but the case of hex digits; URLs it takes as they come. */
function escape(octets: string): string {
  return octets.replace(/%[0-9A-Fa-f]{2}|[\x80-\xff]/g, (found) =>
    found.length === 1 ? percent(found.charCodeAt(0)) : found.toUpperCase(),
  );
}

const percent = (octet: number): string => `%${octet.toString(16).toUpperCase().padStart(2, '0')}`;

/** Path, parameters and query cut out of any spelling of a URL, scheme or none, as Google's matcher does. */
export function pathAsWritten(url: string): string {
  const start = url.startsWith('//') ? 2 : 0;
  const scheme = url.indexOf('://', start);
  const early = firstOf(url, start);
  const authority = scheme === -1 || (early !== -1 && early < scheme) ? start : scheme + 3;
  const path = firstOf(url, authority);
  const hash = url.indexOf('#', start);
  if (path === -1 || (hash !== -1 && hash < path)) return '/';
  const found = url.slice(path, hash === -1 ? url.length : hash);
  return found.startsWith('/') ? found : `/${found}`;
}

function firstOf(url: string, from: number): number {
  const found = url.slice(from).search(/[/?;]/);
  return found === -1 ? -1 : found + from;
}
