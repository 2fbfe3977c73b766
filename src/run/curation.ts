import { resolve } from 'node:path';
import type { Config } from '../config/config.ts';
import { digestOf } from '../config/digest.ts';
import { presetOf } from '../config/quality-presets.ts';
import type { BuildInput } from '../corpus/build.ts';
import { curator } from '../corpus/curate.ts';
import { lineKeys } from '../dedup/furniture.ts';
import { openBenchmarks } from '../contamination/contamination.ts';
import type { Digest } from '../records.ts';
import { openTokenCounter } from '../text/tokens.ts';
import { openRelevance, type Relevance } from '../topic/topic.ts';
import type { Engines } from './engines.ts';
import { labelsOf } from './topic-labels.ts';

/** How a corpus is made of the pages that may be had. */
export interface CorpusCuration {
  readonly input: Required<Pick<BuildInput, 'curate' | 'duplicates' | 'countTokens'>> & Pick<BuildInput, 'linesOf' | 'mostTokens'>;
  /** All that it goes by, for the manifest. */
  readonly policy: Readonly<Record<string, unknown>>;
  /** Of the topic's examples, as they are now. */
  readonly examples: Digest;
  /** What its maker should know, a line each. */
  readonly notes: readonly string[];
  close(): Promise<void>;
}

/** For the corpus of a topic, or of a crawler or import. */
export async function openCuration(config: Config, engines: Engines, corpus: string): Promise<CorpusCuration> {
  const topic = config.topics.get(corpus) ?? null;
  const { quality, duplicates, within, furniture, gone } = rulesOf(config, corpus);
  const preset = presetOf(quality, config.quality);
  const contamination =
    config.benchmarks.length === 0 ? null : await openBenchmarks(config.benchmarks.map((file) => resolve(config.root, file)));
  const { labelled, missing } = topic === null ? { labelled: [], missing: [] } : await labelsOf(config, engines, topic);
  const relevance = topic === null ? null : openRelevance(topic, labelled);
  const languages = topic?.languages ?? [];
  const tokens = openTokenCounter();
  const mostTokens = topic?.budget.tokens;
  return {
    input: {
      curate: curator({
        describe: (text, declared) => engines.pool.describe(text, declared),
        quality: preset,
        languages,
        contamination,
        topic: topic === null ? null : { name: topic.name, relevance },
      }),
      ...(furniture && { linesOf: lineKeys }),
      duplicates: { preset: duplicates, scope: within },
      countTokens: (text) => tokens.count(text),
      ...(mostTokens !== undefined && { mostTokens }),
    },
    policy: {
      quality: { preset: quality, digest: digestOf(preset) },
      duplicates: { preset: duplicates, within },
      furniture,
      ...(gone === 'drop' && { gone }),
      personalData: config.personalData,
      ...(contamination !== null && { benchmarks: { files: config.benchmarks, ...contamination.size } }),
      ...(config.blocklists.length > 0 && { blocklists: config.blocklists }),
      ...(languages.length > 0 && { languages }),
      ...(relevance !== null && { topic: { minimumScore: relevance.minimumScore, ...relevance.judge, terms: digestOf(topic?.terms) } }),
      ...(mostTokens !== undefined && { mostTokens }),
    },
    examples: digestOf(labelled),
    notes: [...missing.map((each) => `no example of the topic: ${each}`), ...(relevance === null ? [] : judgeNotes(relevance.judge))],
    close: () => tokens.close(),
  };
}

/** By what pages are scored, where there were enough examples to choose. */
function judgeNotes({ kind, labels, averagePrecision }: Relevance['judge']): readonly string[] {
  if (averagePrecision === null) return [];
  const { terms, classifier } = averagePrecision;
  const used = kind === 'terms' ? 'the terms of the topic' : 'a classifier trained on them';
  return [
    `${labels} examples: pages are scored by ${used} (average precision: terms ${terms.toFixed(3)}, classifier ${classifier.toFixed(3)})`,
  ];
}

type Rules = Pick<Config['corpus'], 'quality' | 'duplicates' | 'within' | 'furniture' | 'gone'>;

/** What a topic says goes before what the project says. */
export function rulesOf({ corpus: project, topics }: Pick<Config, 'corpus' | 'topics'>, corpus: string): Rules {
  const topic = topics.get(corpus);
  return {
    quality: topic?.quality ?? project.quality,
    duplicates: topic?.duplicates ?? project.duplicates,
    within: topic?.within ?? project.within,
    furniture: topic?.furniture ?? project.furniture,
    gone: topic?.gone ?? project.gone,
  };
}
