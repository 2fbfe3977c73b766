import type { Config } from './config.ts';
import type { TopicConfig } from './topic.ts';

/** The crawlers and imports that a topic names, and those that carry one of its tags; sorted, each once. */
export function sourcesOfTopic(config: Config, topic: TopicConfig): readonly string[] {
  const tagged = [...config.crawlers.values(), ...config.imports.values()].filter(({ tags }) =>
    tags.some((tag) => topic.tags.includes(tag)),
  );
  return [...new Set([...topic.crawlers, ...tagged.map(({ name }) => name)])].sort();
}

/** Those of them that are crawled. */
export const crawlersOfTopic = (config: Config, topic: TopicConfig): readonly string[] =>
  sourcesOfTopic(config, topic).filter((name) => config.crawlers.has(name));
