import type { CrawlerConfig } from '../config/crawler.ts';
import { hostMatcher } from '../config/hosts.ts';
import type { Drop, PageUrl } from '../records.ts';
import { compileGlob } from '../text/glob.ts';

const drop = (rule: string, because: string): Drop => ({ stage: 'scope', rule, because });
const shown = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text);

/**
 * What of the web belongs to a crawler: hosts (of the seeds, if none are named), path prefixes, include and exclude globs over path and
 * query. Without hosts and seeds, any host belongs to it. The answer is null when a URL is in scope, and else says by which rule it is not.
 */
export function compileScope(crawler: Pick<CrawlerConfig, 'name' | 'scope' | 'seeds'>): (url: PageUrl) => Drop | null {
  const { hosts, prefixes, include, exclude } = crawler.scope;
  const named = hosts ?? crawler.seeds.map((seed) => new URL(seed).hostname);
  const isOurs = named.length === 0 ? () => true : hostMatcher(named);
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
    return exclusion === undefined ? null : drop('excluded', `exclude pattern ${exclusion.pattern} matches ${shown(path)}`);
  };
}
