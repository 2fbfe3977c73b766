import type { CrawlerConfig } from '../config/crawler.ts';
import { hostMatcher } from '../config/hosts.ts';
import type { Drop, PageUrl } from '../records.ts';
import { compileGlob } from '../text/glob.ts';

/** Beyond these an address has the shape of a trap: how relative links and calendars grow without end. */
const PATH_LENGTH = 2000;
const SEGMENTS = 20;
/** The same segments, up to so many of them, this often in a row (`/a/b/a/b/a/b/`). */
const REPEATS = 3;
const PERIOD = 5;

const drop = (rule: string, because: string): Drop => ({ stage: 'scope', rule, because });
const shown = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text);

/**
 * What of the web belongs to a crawler: hosts (of the seeds, if none are named), path prefixes, include and exclude globs over path and
 * query, and no address that has the shape of a trap. The answer is null when a URL is in scope, and else says by which rule it is not.
 */
export function compileScope(crawler: CrawlerConfig): (url: PageUrl) => Drop | null {
  const { hosts, prefixes, include, exclude } = crawler.scope;
  const isOurs = hostMatcher(hosts ?? crawler.seeds.map((seed) => new URL(seed).hostname));
  const included = include?.map(compileGlob);
  const excluded = exclude.map((pattern) => ({ pattern, matches: compileGlob(pattern) }));
  return (address) => {
    const url = new URL(address);
    if (!isOurs(url)) return drop('other-host', `${url.host} is not one of the hosts of ${crawler.name}`);
    if (prefixes !== undefined && !prefixes.some((prefix) => url.pathname.startsWith(prefix))) {
      return drop('other-prefix', `${shown(url.pathname)} starts with none of ${prefixes.join(', ')}`);
    }
    const path = url.pathname + url.search;
    if (included?.some((matches) => matches(path)) === false) return drop('not-included', `no include pattern matches ${shown(path)}`);
    const exclusion = excluded.find(({ matches }) => matches(path));
    if (exclusion !== undefined) return drop('excluded', `exclude pattern ${exclusion.pattern} matches ${shown(path)}`);
    return trapOf(url.pathname);
  };
}

function trapOf(pathname: string): Drop | null {
  if (pathname.length > PATH_LENGTH)
    return drop('too-long-path', `the path has ${pathname.length} characters; the limit is ${PATH_LENGTH}`);
  const segments = pathname.split('/').filter(Boolean);
  if (segments.length > SEGMENTS) return drop('too-deep-path', `the path has ${segments.length} segments; the limit is ${SEGMENTS}`);
  const repeated = repeatedIn(segments);
  return repeated === null ? null : drop('repeated-segment', `${shown(repeated)} comes ${REPEATS} times in a row`);
}

/** The segments that come too often one after the other; null when none do. */
function repeatedIn(segments: readonly string[]): string | null {
  for (let period = 1; period <= PERIOD; period += 1) {
    let run = 0;
    for (let i = period; i < segments.length; i += 1) {
      run = segments[i] === segments[i - period] ? run + 1 : 0;
      if (run === period * (REPEATS - 1)) return segments.slice(i - period + 1, i + 1).join('/');
    }
  }
  return null;
}
