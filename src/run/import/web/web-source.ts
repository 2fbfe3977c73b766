import type { CrawlerConfig } from '../../../config/crawler.ts';
import { type ImportConfig, isOfDocuments } from '../../../config/import.ts';
import { compileScope } from '../../../frontier/scope.ts';
import type { Drop, PageUrl, Statement } from '../../../records.ts';
import type { QueryRules } from '../../../url/canonical.ts';

/** Under whose name pages of a web archive are put, and which of them. */
export interface WebSource {
  readonly name: string;
  readonly query: QueryRules;
  /** Null: the page is taken. */
  readonly outOfScope: (url: PageUrl) => Drop | null;
  /** What is stated of a document that was imported once before, if this import states the same. */
  readonly statement: (earlier: Statement | undefined) => Statement | undefined;
  /** Itself; of several, the one that a page belongs to: whose page it was before, if that is known, or the first whose scope has it. */
  readonly of: (url: PageUrl, earlier: string | undefined) => WebSource;
}

/** Without a way to others. */
type Single = Omit<WebSource, 'of'>;

const KEEP: QueryRules = { order: 'keep', drop: [] };

/** The crawler or import, or all of those of a topic, by name. */
export function webSourceOf(name: string, configs: readonly (ImportConfig | CrawlerConfig)[]): WebSource {
  const sources = configs.map((config): WebSource => {
    const single = singleOf(config);
    const source: WebSource = { ...single, of: () => source };
    return source;
  });
  const [only] = sources;
  if (only === undefined) throw new Error(`nothing is called ${name}`);
  if (sources.length === 1) return only;
  const nobody: WebSource = {
    ...only,
    outOfScope: (url) => ({ stage: 'scope', rule: 'other-host', because: `${url} is in the scope of no crawler of ${name}` }),
    of: () => nobody,
  };
  const find = (url: PageUrl, earlier: string | undefined): WebSource | undefined =>
    sources.find((each) => each.name === earlier) ?? sources.find((each) => each.outOfScope(url) === null);
  return { ...nobody, name, query: KEEP, of: (url, earlier) => find(url, earlier) ?? nobody };
}

function singleOf(config: ImportConfig | CrawlerConfig): Single {
  const { name } = config;
  if ('seeds' in config) return { name, query: config.query, outOfScope: compileScope(config), statement: () => undefined };
  if (!isOfDocuments(config)) {
    const scope = config.scope ?? { exclude: [] };
    return { name, query: config.query ?? KEEP, outOfScope: compileScope({ name, seeds: [], scope }), statement: () => undefined };
  }
  const { base, licence, evidence = null, own, language = null } = config;
  const isOurs = (said: Statement): boolean =>
    said.base === base && said.licence === licence && said.evidence === evidence && said.own === own && said.language === language;
  return {
    name,
    query: KEEP,
    outOfScope: (url) =>
      url.startsWith(base) ? null : { stage: 'scope', rule: 'other-prefix', because: `${name} is about documents below ${base}` },
    statement: (earlier) => (earlier !== undefined && isOurs(earlier) ? { ...earlier, source: name } : undefined),
  };
}
