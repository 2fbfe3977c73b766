import type { Config } from './config.ts';
import type { ScheduleConfig } from './schedule.ts';
import type { TopicConfig } from './topic.ts';

/** The crawlers and imports that a topic names, and those that carry one of its tags; sorted, each once. */
export function sourcesOfTopic(config: Config, topic: TopicConfig): readonly string[] {
  const known = [...config.crawlers.values(), ...config.imports.values()].filter((source) => isOf(topic, source));
  return [...new Set([...topic.crawlers, ...known.map(({ name }) => name)])].sort();
}

/** Whether a topic has a crawler or an import: it names it, or one of its tags. */
export const isOf = (topic: TopicConfig, source: { readonly name: string; readonly tags: readonly string[] }): boolean =>
  topic.crawlers.includes(source.name) || source.tags.some((tag) => topic.tags.includes(tag));

/** Those of them that are crawled. */
export const crawlersOfTopic = (config: Config, topic: TopicConfig): readonly string[] =>
  sourcesOfTopic(config, topic).filter((name) => config.crawlers.has(name));

/** What a schedule crawls; sorted. */
export function crawlersOfSchedule(config: Config, { crawlers, topic, tag }: ScheduleConfig): readonly string[] {
  if (crawlers !== undefined) return [...new Set(crawlers)].sort();
  const found = topic === undefined ? undefined : config.topics.get(topic);
  if (found !== undefined) return crawlersOfTopic(config, found);
  return [...config.crawlers.values()]
    .filter(({ tags }) => tag !== undefined && tags.includes(tag))
    .map(({ name }) => name)
    .sort();
}

/** What a schedule builds: what it says, else its topic, else the topics that have one of its crawlers, else the crawlers themselves. */
export function corporaOfSchedule(config: Config, schedule: ScheduleConfig): readonly string[] {
  if (schedule.build !== undefined) return [...new Set(schedule.build)];
  if (schedule.topic !== undefined) return [schedule.topic];
  const crawlers = crawlersOfSchedule(config, schedule);
  const topics = [...config.topics.values()].filter((topic) => crawlersOfTopic(config, topic).some((name) => crawlers.includes(name)));
  return topics.length > 0 ? topics.map(({ name }) => name).sort() : crawlers;
}
