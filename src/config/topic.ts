import { z } from 'zod';
import type { Digest } from '../records.ts';
import { curationOfTopic } from './curation.ts';
import { digestOf } from './digest.ts';
import { count, size } from './units.ts';
import { languageTag } from './web.ts';

const weight = z.number().positive().max(10, 'a weight is at most 10: 1 hints at the topic, 3 names it');

const term = z.string().regex(/[\p{L}\p{N}]/u, 'a term needs a letter or a digit');

const labelled = z
  .array(z.string().min(1))
  .default([])
  .describe('URLs that were crawled, or files and folders of texts, relative to the project');

const budget = z
  .strictObject({
    pages: count.optional().describe('Pages that one crawl of the topic fetches, over all its crawlers'),
    bytes: size.optional().describe('Bytes that it receives'),
    tokens: count.optional().describe('Tokens of the corpus'),
  })
  .describe('Pages and bytes bound a crawl, tokens the corpus');

/** `config/topics/<name>.yaml`: a corpus on one topic, over some crawlers. */
export const topicSchema = z
  .strictObject({
    title: z.string().min(1).describe('Stands on the dataset card'),
    description: z.string().optional().describe('Stands on the dataset card, too'),
    languages: z.array(languageTag).default([]).describe('Languages the corpus is meant to have'),
    crawlers: z.array(z.string().min(1)).default([]).describe('Crawlers and imports by name'),
    tags: z.array(z.string().min(1)).default([]).describe('Crawlers and imports that carry one of these tags'),
    terms: z
      .record(languageTag, z.record(term, weight))
      .default({})
      .describe(
        'Words and phrases of the topic with their weights, by language: 1 hints at the topic, 3 names it. Without any, all pages are kept',
      ),
    minimumScore: z.number().min(0).max(1).default(0.5).describe('Pages that score less are off the topic'),
    examples: labelled.describe('Pages on the topic: URLs that were crawled, or files and folders of texts'),
    counterExamples: labelled.describe('Pages that are not'),
    budget: budget.prefault({}),
    ...curationOfTopic,
  })
  .refine((topic) => topic.crawlers.length + topic.tags.length > 0, {
    error: 'a topic needs at least one crawler or one tag',
    path: ['crawlers'],
  })
  .describe('A Garner topic');

export type TopicSettings = z.infer<typeof topicSchema>;

export interface TopicConfig extends TopicSettings {
  readonly name: string;
}

/** Whether an example is a page that was crawled, and not a file. */
export const isUrl = (example: string): boolean => /^https?:\/\//i.test(example);

/** What a crawl that is focused on a topic must know of it. */
export interface Focus extends Pick<TopicConfig, 'terms' | 'minimumScore'> {
  readonly topic: string;
  /** Of all that decides what is on the topic. */
  readonly digest: Digest;
}

/** Null for a topic without terms: nothing is off it. */
export function focusOf({ name: topic, terms, minimumScore }: TopicConfig): Focus | null {
  if (Object.values(terms).every((own) => Object.keys(own).length === 0)) return null;
  return { topic, terms, minimumScore, digest: digestOf({ terms, minimumScore }) };
}
