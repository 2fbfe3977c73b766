import { nearest } from '../text/nearest.ts';
import type { ConfigPath, ConfigProblem } from './problem.ts';
import type { ScheduleConfig } from './schedule.ts';
import type { ConfigSource } from './source.ts';

/** What there is for schedules to name. Tags are null when a crawler could not be read, so that nobody knows them all. */
export interface Nameable {
  readonly crawlers: readonly string[];
  readonly imports: readonly string[];
  readonly topics: readonly string[];
  /** Topics that are made of imports alone. */
  readonly uncrawled: readonly string[];
  readonly tags: readonly string[] | null;
}

const MOST_NAMED = 10;

/** A schedule names crawlers, topics and tags that exist. */
export function scheduleProblems(
  { source, schedules }: { readonly source: ConfigSource; readonly schedules: readonly ScheduleConfig[] },
  { crawlers, imports, topics, uncrawled, tags }: Nameable,
): readonly ConfigProblem[] {
  const unknown = (path: ConfigPath, name: string, known: readonly string[], what: string): ConfigProblem[] => {
    if (known.includes(name)) return [];
    const suggestion = nearest(name, known) ?? undefined;
    const shown = known.slice(0, MOST_NAMED).join(', ') + (known.length > MOST_NAMED ? ', …' : '');
    const list = suggestion === undefined ? `; there are: ${shown === '' ? 'none' : shown}` : '';
    return [source.problem(path, { message: `${what} ${name}${list}`, suggestion })];
  };
  return schedules.flatMap(({ name, crawlers: own = [], topic, tag, build = [] }) => [
    ...own.flatMap((each, at) => unknown([name, 'crawlers', at], each, crawlers, 'no crawler is called')),
    ...(topic === undefined ? [] : unknown([name, 'topic'], topic, topics, 'no topic is called')),
    ...(topic === undefined || !uncrawled.includes(topic)
      ? []
      : [source.problem([name, 'topic'], { message: `${topic} is made of imports alone: there is nothing to crawl` })]),
    ...(tag === undefined || tags === null ? [] : unknown([name, 'tag'], tag, tags, 'no crawler carries the tag')),
    ...build.flatMap((each, at) =>
      unknown([name, 'build', at], each, [...topics, ...crawlers, ...imports], 'no topic, crawler or import is called'),
    ),
  ]);
}
