import { compileGlob } from '../text/glob.ts';
import type { PageUrl } from '../records.ts';
import { canonicalize } from '../url/canonical.ts';
import type { CrawlerConfig } from './crawler.ts';
import { hostForm, hostMatcher } from './hosts.ts';
import type { ConfigProblem } from './problem.ts';
import type { ConfigSource } from './source.ts';

export interface LoadedCrawler {
  readonly source: ConfigSource;
  readonly config: CrawlerConfig;
}

/** The hosts of a crawler: those it names, else those of its seeds, with any port. */
export const hostsOf = ({ scope, seeds }: CrawlerConfig): readonly string[] => scope.hosts ?? seeds.map((seed) => new URL(seed).hostname);

/** A crawler is named by its file, and its name stands in paths and records: a host, in its one spelling. */
export function crawlerNameProblem(name: string): { readonly message: string; readonly suggestion?: string } | null {
  const form = hostForm(name);
  if (form === name) return null;
  const message = 'expected a file named after the host, such as example.org.yaml';
  return form === null ? { message } : { message: `${message}: lower case, punycode, no default port`, suggestion: `${form}.yaml` };
}

/** Every seed is a page of its own, inside the scope. */
export function seedProblems({ source, config }: LoadedCrawler): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const seen = new Map<PageUrl, number>();
  const outside = scopeFault(config);
  for (const [at, seed] of config.seeds.entries()) {
    const url = canonicalize(seed, undefined, config.query);
    if (url === null) continue;
    const earlier = seen.get(url);
    const fault = outside(new URL(url));
    if (earlier !== undefined) problems.push(source.problem(['seeds', at], { message: `this seed is the same page as seeds[${earlier}]` }));
    else if (fault !== null)
      problems.push(source.problem(['seeds', at], { message: `this seed is outside the crawler's own scope: ${fault}` }));
    seen.set(url, earlier ?? at);
  }
  return problems;
}

/** Why a URL is outside of a crawler's scope, in words of its config; null when it is inside. */
function scopeFault(config: CrawlerConfig): (url: URL) => string | null {
  const { prefixes, include, exclude } = config.scope;
  const isOurs = hostMatcher(hostsOf(config));
  const included = include?.map(compileGlob);
  const excluded = exclude.map((pattern) => ({ pattern, matches: compileGlob(pattern) }));
  return (url) => {
    if (!isOurs(url)) return `scope.hosts does not name ${url.host}`;
    if (prefixes !== undefined && !prefixes.some((prefix) => url.pathname.startsWith(prefix))) {
      return `its path starts with none of scope.prefixes`;
    }
    const address = url.pathname + url.search;
    if (included !== undefined && !included.some((matches) => matches(address))) return 'no pattern of scope.include matches it';
    const exclusion = excluded.find(({ matches }) => matches(address));
    return exclusion === undefined ? null : `${exclusion.pattern} of scope.exclude matches it`;
  };
}
