import type { Config } from './config.ts';
import type { TopicConfig } from './topic.ts';

/** The crawlers that a topic names, and those that carry one of its tags; sorted, each once. */
export function crawlersOfTopic(config: Config, topic: TopicConfig): readonly string[] {
  const tagged = [...config.crawlers.values()].filter(({ tags }) => tags.some((tag) => topic.tags.includes(tag))).map(({ name }) => name);
  return [...new Set([...topic.crawlers, ...tagged])].sort();
}
