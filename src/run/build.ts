import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import { digestOf } from '../config/digest.ts';
import { isOfDocuments } from '../config/import.ts';
import { sourcesOfTopic } from '../config/selection.ts';
import { buildCorpus, type BuildInput, type BuildProgress, type BuildSummary } from '../corpus/build.ts';
import { captureRefs } from '../corpus/capture-ref.ts';
import type { Looks } from '../corpus/look.ts';
import { extractorIds } from '../extract/index.ts';
import type { Digest, Instant } from '../records.ts';
import { StorageInUse } from '../sqlite/storage-error.ts';
import { tracedPhases } from '../telemetry/telemetry.ts';
import { version } from '../version.ts';
import type { Difference } from '../corpus/difference.ts';
import { type CorpusCuration, openCuration, rulesOf } from './curation.ts';
import type { Engines } from './engines.ts';
import { lockName } from './lock.ts';
import { judged } from './judged.ts';
import { readingOf, refinePolicyOf } from './refined.ts';
import { writeCorpusReport } from './reports.ts';

export interface BuildOptions {
  /** Of the corpus, and of its folder below `storage/corpora`. */
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly languages?: readonly string[];
  /** Names of crawlers and imports. */
  readonly crawlers: readonly string[];
  /** Captures after this are left out. Default: now. */
  readonly asOf?: Instant;
  readonly signal?: AbortSignal;
  /** Awaited before the generation is published. */
  readonly demand?: () => Promise<void>;
  readonly progress?: (progress: BuildProgress) => void;
  /** Who looks at the pages; this process when left out. */
  readonly looks?: (curation: CorpusCuration) => Looks;
  /** Hears what the corpus's maker should know, a line at a time. */
  readonly note?: (line: string) => void;
}

export interface Built extends BuildSummary {
  /** Between the newest generation and the one before; null when there is none before. */
  readonly difference: Difference | null;
}

/** What to build under a name: a topic with its crawlers and imports, or one of these by itself; null when nothing is called so. */
export function corpusNamed(config: Config, name: string): Pick<BuildOptions, 'title' | 'description' | 'languages' | 'crawlers'> | null {
  const topic = config.topics.get(name);
  if (topic !== undefined) {
    const { title, description, languages } = topic;
    return { title, languages, crawlers: sourcesOfTopic(config, topic), ...(description !== undefined && { description }) };
  }
  const source = config.crawlers.get(name) ?? config.imports.get(name);
  if (source === undefined) return null;
  return { title: name, crawlers: [name], ...(source.description !== undefined && { description: source.description }) };
}

/** Builds a corpus from what some crawlers have archived: takes what is staged, refines what is missing, fetches nothing. */
export async function build(config: Config, engines: Engines, options: BuildOptions): Promise<Built> {
  const lock = lockName(config.storage, `corpus-${options.name}`);
  if (lock === null) throw new StorageInUse(`another process builds the corpus ${options.name}. Wait until it ends.`);
  try {
    return await buildLocked(config, engines, options);
  } finally {
    lock.release();
  }
}

async function buildLocked(config: Config, engines: Engines, options: BuildOptions): Promise<Built> {
  await engines.staging.refresh();
  const curation = await openCuration(config, engines, options.name);
  try {
    for (const line of curation.notes) options.note?.(line);
    const phases = tracedPhases('build', { 'garner.corpus': options.name });
    const progress = (done: BuildProgress): void => {
      phases.at(done.phase);
      options.progress?.(done);
    };
    const summary = await buildCorpus(inputOf(config, engines, { ...options, progress }, curation)).finally(() => phases.end());
    // The corpus is there by now, whatever becomes of its report.
    const { difference } = await writeCorpusReport(summary.folder, summary.manifest);
    return { ...summary, difference };
  } finally {
    await curation.close();
  }
}

function inputOf(config: Config, engines: Engines, options: BuildOptions, curation: CorpusCuration): BuildInput {
  const { name, title, description, languages, signal, demand, progress } = options;
  const crawlers = [...options.crawlers].sort();
  const rules = rulesOf(config, name);
  const now = engines.clock();
  const asOf = options.asOf ?? now;
  const { own } = refinePolicyOf(config);
  const imports = [...config.imports].filter(([each]) => crawlers.includes(each));
  const documents = new Map(imports.filter(([, each]) => isOfDocuments(each)));
  const web = new Map(imports.filter(([, each]) => !isOfDocuments(each)));
  const policy = {
    rights: config.rights,
    ...(own !== undefined && { rightsPolicy: digestOf(own) }),
    robots: config.robots,
    agent: config.userAgent.name,
    crawlers: digestsOf(config.crawlers, crawlers),
    imports: digestsOf(documents, crawlers),
    ...(web.size > 0 && { archives: digestsOf(web, crawlers) }),
    ...curation.policy,
  };
  const extractors = new Set(crawlers.flatMap((each) => extractorIds(readingOf(config, each).extractor).split(' ')));
  return {
    folder: join(config.storage, 'corpora', name),
    name,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(languages !== undefined && { languages }),
    ...(config.userAgent.contact !== undefined && { contact: config.userAgent.contact }),
    ...(signal !== undefined && { signal }),
    ...(demand !== undefined && { demand }),
    ...(progress !== undefined && { onProgress: progress }),
    captures: captureRefs(engines.ledger.captures({ crawlers, asOf })),
    refined: (ref) => judged(config, engines, ref, rules),
    ...curation.input,
    ...(options.looks !== undefined && { looks: options.looks(curation) }),
    asOf,
    createdAt: now,
    policy: { digest: digestOf(policy), ...policy },
    versions: { garner: version, extractor: [...extractors].sort().join(' ') },
    format: config.corpus.format,
    shardBytes: config.corpus.shardBytes,
  };
}

/** Of the configs that have one of these names. */
const digestsOf = (configs: ReadonlyMap<string, object>, names: readonly string[]): Readonly<Record<string, Digest>> =>
  Object.fromEntries(names.flatMap((name) => (configs.has(name) ? [[name, digestOf(configs.get(name))] as const] : [])));
