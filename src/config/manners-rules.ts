import { politenessKeyOf } from '../url/politeness.ts';
import type { PageUrl, PolitenessKey } from '../records.ts';
import { hostsOf, type LoadedCrawler } from './crawler-rules.ts';
import type { ConfigPath, ConfigProblem } from './problem.ts';

/** Hosts that are visited in the same turns keep the same hours and budgets: else what one crawler may do would hold up the other. */
export function mannersProblems(crawlers: readonly LoadedCrawler[]): readonly ConfigProblem[] {
  const byKey = Map.groupBy(
    crawlers.flatMap((crawler) => keysOf(crawler).map((key) => ({ key, crawler }))),
    ({ key }) => key,
  );
  const problems = new Map<LoadedCrawler, ConfigProblem>();
  for (const [key, [first, ...others]] of byKey) {
    for (const { crawler } of others) {
      const differs = first === undefined ? undefined : MANNERS.find((name) => mannersOf(crawler, name) !== mannersOf(first.crawler, name));
      if (first === undefined || differs === undefined) continue;
      const message = `${key} is visited in turns that ${first.crawler.source.file} shares: give both the same ${differs}`;
      const path: ConfigPath = crawler.config[differs] === undefined ? ['seeds', 0] : [differs];
      problems.set(crawler, crawler.source.problem(path, { message }));
    }
  }
  return [...problems.values()];
}

const MANNERS = ['hours', 'daily'] as const;

const mannersOf = ({ config }: LoadedCrawler, name: (typeof MANNERS)[number]): string =>
  JSON.stringify(
    Object.entries(config[name] ?? {})
      .map(String)
      .sort(),
  );

const keysOf = ({ config }: LoadedCrawler): readonly PolitenessKey[] => [
  ...new Set(hostsOf(config).map((host) => politenessKeyOf(`http://${host.replace(/^\*\./, '')}/` as PageUrl))),
];
