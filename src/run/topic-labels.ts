import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import { isUrl, type TopicConfig } from '../config/topic.ts';
import { declaredType } from '../documents/declared-type.ts';
import { readDocument } from '../documents/read.ts';
import { walk } from '../documents/walk.ts';
import { extractBare } from '../extract/bare.ts';
import type { Labelled, TopicDocument } from '../topic/topic.ts';
import { canonicalize } from '../url/canonical.ts';
import type { Engines } from './engines.ts';
import { pageOf } from './harvest-page.ts';
import { readingOf, refined } from './refined.ts';

type Means = Pick<Engines, 'archive' | 'ledger' | 'pool' | 'staging' | 'forgotten'>;

export interface TopicLabels {
  readonly labelled: readonly Labelled[];
  /** Examples that could not be had, each with its reason, for people. */
  readonly missing: readonly string[];
}

/** The documents that a topic names as its examples and counter-examples: pages as they were archived, files as they are now. */
export async function labelsOf(config: Config, means: Means, topic: TopicConfig): Promise<TopicLabels> {
  const labelled: Labelled[] = [];
  const missing: string[] = [];
  for (const [examples, relevant] of [
    [topic.examples, true],
    [topic.counterExamples, false],
  ] as const) {
    for (const example of examples) {
      const read = isUrl(example) ? pageAt(config, means, example) : filesAt(config, example);
      for await (const found of read) {
        if (typeof found === 'string') missing.push(`${example}: ${found}`);
        else labelled.push({ document: found, relevant });
      }
    }
  }
  return { labelled, missing };
}

type Found = TopicDocument | string;

/** The newest capture of a page, as its crawler reads it; else why there is none. */
async function* pageAt(config: Config, means: Means, address: string): AsyncGenerator<Found> {
  const url = canonicalize(address);
  const entries = url === null ? [] : await means.ledger.byUrl(url);
  const entry = entries.findLast(({ role, crawler, outcome }) => role === 'page' && outcome.kind === 'page' && isKnown(config, crawler));
  if (url === null || entry === undefined) return yield 'no crawler has fetched it';
  if (means.forgotten.of(url) !== null) return yield 'it was forgotten';
  const { page, body } = await pageOf(means, entry);
  const { step } = await refined({ config, ...means }, readingOf(config, entry.crawler), page, () => body);
  if (!step.kept) return yield `${step.drop.stage}/${step.drop.rule}: ${step.drop.because}`;
  const { title, text, language } = step.record;
  yield { title, text, url, language };
}

const isKnown = ({ crawlers, imports }: Config, name: string): boolean => crawlers.has(name) || imports.has(name);

/** A file, or all in a folder that are documents by their names, in the order of these. */
async function* filesAt(config: Config, path: string): AsyncGenerator<Found> {
  const whole = join(config.root, path);
  const what = await stat(whole).catch(() => null);
  if (what === null) return yield 'there is no such file or folder';
  const files: string[] = [];
  if (what.isDirectory()) {
    for await (const met of walk(whole)) if (met.kind === 'file' && typeof declaredType(met.path) === 'string') files.push(met.file);
  } else {
    files.push(whole);
  }
  for (const file of files.sort()) yield await documentIn(file, config.limits.body);
  if (files.length === 0) yield 'there is no document in it';
}

async function documentIn(file: string, limit: number): Promise<Found> {
  const read = await readDocument(file, limit, () => true);
  if (read.kind === 'left') return `${file} is larger than limits.body`;
  if (read.kind === 'failed') return `${file} cannot be read: ${read.because}`;
  const contentType = declaredType(file) ?? 'text/plain';
  const step = await extractBare({ body: read.body, url: '', contentType, extractor: 'garner' });
  if (!step.kept) return `${file}: ${step.drop.because}`;
  const { title, text, language } = step.record;
  return { title, text, url: '', language };
}
