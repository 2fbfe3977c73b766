import type { CrawlerConfig } from '../config/crawler.ts';
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
  const isOurs = compileHosts(hosts ?? crawler.seeds.map((seed) => new URL(seed).hostname));
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

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/** `example.org` on any port, or with `:port` on that alone; `*.example.org` for that and all below it, on any port. */
function compileHosts(patterns: readonly string[]): (url: URL) => boolean {
  const exact = new Set(patterns.filter((pattern) => !pattern.startsWith('*.')).map(asUrlsSpell));
  const below = patterns.filter((pattern) => pattern.startsWith('*.')).map((pattern) => asUrlsSpell(pattern.slice(2)));
  return ({ hostname, port, protocol }) =>
    exact.has(hostname) ||
    exact.has(`${hostname}:${port || (DEFAULT_PORTS[protocol] ?? '')}`) ||
    below.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`));
}

/** Lower case and punycode; a port that is named stays, even if it is the default of a scheme. */
function asUrlsSpell(host: string): string {
  const [, name = host, port = ''] = /^(.*?)(:\d+)?$/.exec(host) ?? [];
  return `${URL.parse(`http://${name}/`)?.hostname ?? name.toLowerCase()}${port}`;
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
