import { globHead } from '../text/glob.ts';
import { hostsOf, type LoadedCrawler } from './crawler-rules.ts';
import type { CrawlerConfig } from './crawler.ts';
import { hostsMeet } from './hosts.ts';
import type { ConfigProblem } from './problem.ts';

/** A part of the web that a crawler may claim: a host, and what addresses on it begin with. */
interface Claim {
  readonly host: string;
  readonly head: string;
}

/** Every page belongs to one crawler at most, for two would fetch and judge it differently. */
export function territoryProblems(crawlers: readonly LoadedCrawler[]): readonly ConfigProblem[] {
  return crawlers.flatMap((crawler, at) =>
    crawlers.slice(0, at).flatMap((earlier) => {
      const shared = meeting(earlier.config, crawler.config);
      if (shared === null) return [];
      const message = `${shared} is claimed by ${earlier.source.file} too; give each its own part with scope.prefixes or scope.exclude, or merge the two`;
      const path = crawler.config.scope.hosts === undefined ? ['seeds', 0] : ['scope', 'hosts'];
      return [crawler.source.problem(path, { message })];
    }),
  );
}

/** Where two crawlers meet, as `host/path…`; null when they do not. */
function meeting(a: CrawlerConfig, b: CrawlerConfig): string | null {
  const [spared, sparedToo] = [sparedBy(a), sparedBy(b)];
  for (const one of claims(a)) {
    for (const other of claims(b)) {
      if (!hostsMeet(one.host, other.host)) continue;
      const [wide, narrow] = one.head.length <= other.head.length ? [one, other] : [other, one];
      if (!narrow.head.startsWith(wide.head)) continue;
      if ([...spared, ...sparedToo].some((head) => narrow.head.startsWith(head))) continue;
      return `${(one.host.startsWith('*.') ? other : one).host}${narrow.head}…`;
    }
  }
  return null;
}

/**
 * What addresses in scope begin with: prefixes, narrowed by the heads of include globs. Globs may tell more pages apart than their heads
 * do; then the config can say so by prefixes.
 */
function claims(config: CrawlerConfig): readonly Claim[] {
  const { prefixes = ['/'], include = ['/**'] } = config.scope;
  const heads = prefixes.flatMap((prefix) =>
    include
      .map(globHead)
      .filter((head) => head.startsWith(prefix) || prefix.startsWith(head))
      .map((head) => (head.length > prefix.length ? head : prefix)),
  );
  return [...new Set(hostsOf(config))].flatMap((host) => [...new Set(heads)].map((head) => ({ host, head })));
}

/** What all begins with these is excluded: the head of `/blog/**`, but not of `/blog/*` or `/blog/**.pdf`. */
const sparedBy = ({ scope }: CrawlerConfig): readonly string[] =>
  scope.exclude.filter((pattern) => /^[^*]*\*{2,}$/.test(pattern)).map(globHead);
