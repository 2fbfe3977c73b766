import { z } from 'zod';
import { languageTag } from './web.ts';

/** `config/topics/<name>.yaml`: a corpus on one topic, over some crawlers. */
export const topicSchema = z
  .strictObject({
    title: z.string().min(1).describe('Stands on the dataset card'),
    description: z.string().optional().describe('Stands on the dataset card, too'),
    languages: z.array(languageTag).default([]).describe('Languages the corpus is meant to have'),
    crawlers: z.array(z.string().min(1)).default([]).describe('Crawlers and imports by name'),
    tags: z.array(z.string().min(1)).default([]).describe('Crawlers and imports that carry one of these tags'),
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
