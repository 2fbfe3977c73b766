import { nearest } from '../text/nearest.ts';
import type { ConfigProblem } from './problem.ts';
import type { ConfigSource } from './source.ts';
import { focusOf, isUrl, type TopicConfig } from './topic.ts';

export interface LoadedTopic {
  readonly source: ConfigSource;
  readonly config: TopicConfig;
}

/** What there is for topics to name. Tags are null when a crawler could not be read, so that nobody knows them all. */
export interface Known {
  /** Crawlers and imports. */
  readonly sources: readonly string[];
  readonly tags: readonly string[] | null;
  /** Whether a file or folder of this path stands in the project. */
  readonly exists: (path: string) => boolean;
}

const MOST_NAMED = 10;

/** A topic is named by its file, and a corpus by its topic. */
export function topicNameProblem(name: string): { readonly message: string; readonly suggestion?: string } | null {
  if (/^[a-z0-9][a-z0-9-]*$/.test(name)) return null;
  const slug = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  const message = 'expected a file named in lower-case letters, digits and -, for the corpus takes its name';
  return slug === '' ? { message } : { message, suggestion: `${slug}.yaml` };
}

/** A topic names crawlers, tags and examples that exist, and has the terms that what it says needs. */
export function topicProblems({ source, config }: LoadedTopic, { sources, tags, exists }: Known): readonly ConfigProblem[] {
  const unknown = (key: 'crawlers' | 'tags', known: readonly string[], what: (name: string) => string): ConfigProblem[] =>
    config[key].flatMap((name, at) => {
      if (known.includes(name)) return [];
      const suggestion = nearest(name, known) ?? undefined;
      const shown = known.slice(0, MOST_NAMED).join(', ') + (known.length > MOST_NAMED ? ', …' : '');
      const list = suggestion === undefined ? `; there are: ${shown === '' ? 'none' : shown}` : '';
      return [source.problem([key, at], { message: what(name) + list, suggestion })];
    });
  return [
    ...unknown('crawlers', sources, (name) => `no crawler is called ${name}`),
    ...(tags === null ? [] : unknown('tags', tags, (name) => `no crawler carries the tag ${name}`)),
    ...LABELS.flatMap((key) => labelProblems({ source, config }, key, exists)),
  ];
}

const LABELS = ['examples', 'counterExamples'] as const;

function labelProblems({ source, config }: LoadedTopic, key: (typeof LABELS)[number], exists: Known['exists']): ConfigProblem[] {
  if (config[key].length > 0 && focusOf(config) === null)
    return [
      source.problem([key], { message: 'a topic with examples needs terms, too, which score its pages until the examples do it better' }),
    ];
  return config[key].flatMap((name, at) => {
    if (isUrl(name) || exists(name)) return [];
    return [source.problem([key, at], { message: `there is no file or folder ${name} in the project, and it is no http(s) URL` })];
  });
}
