import type { Config } from '../config/config.ts';
import { crawlersOfTopic } from '../config/selection.ts';
import { ExitCode } from './exit-codes.ts';
import { CommandError } from './failure.ts';

interface Selection {
  readonly topic?: string;
  readonly tag?: string;
}

/** The crawlers that a command names: by their own names or by tags, by topic, or all of them. @throws CommandError when that is none. */
export function selectCrawlers(config: Config, given: readonly string[], { topic, tag }: Selection): readonly string[] {
  const names = given.flatMap((name) => (config.crawlers.has(name) ? [name] : withTag(config, name, name)));
  if (Number(topic !== undefined) + Number(tag !== undefined) + Number(given.length > 0) > 1)
    throw new CommandError('give names of crawlers, or --topic, or --tag: only one of them', ExitCode.usage);
  const known = [...config.crawlers.keys()];
  if (topic !== undefined) {
    const found = config.topics.get(topic);
    if (found === undefined)
      throw new CommandError(`no topic is called ${topic}; there are: ${[...config.topics.keys()].join(', ') || 'none'}`, ExitCode.usage);
    const crawlers = crawlersOfTopic(config, found);
    if (crawlers.length === 0) throw new CommandError(`${topic} is made of imports alone: there is nothing to crawl`, ExitCode.usage);
    return crawlers;
  }
  const selected = tag === undefined ? (given.length > 0 ? [...new Set(names)] : known) : withTag(config, tag);
  const unknown = selected.filter((name) => !config.crawlers.has(name));
  const imported = unknown.find((name) => config.imports.has(name));
  if (imported !== undefined)
    throw new CommandError(`${imported} is an import: its documents come from disk, by \`garner import\``, ExitCode.usage);
  if (unknown.length > 0)
    throw new CommandError(`no crawler is called ${unknown.join(' or ')}; there are: ${known.join(', ') || 'none'}`, ExitCode.usage);
  if (selected.length === 0) {
    throw new CommandError(
      tag === undefined
        ? `there is no crawler in ${config.root}/crawlers: \`garner init --site URL\` writes one`
        : `no crawler carries the tag ${tag}`,
      ExitCode.usage,
    );
  }
  return selected;
}

/** The crawlers that carry a tag; `otherwise` when none does. */
function withTag({ crawlers }: Config, tag: string, ...otherwise: readonly string[]): readonly string[] {
  const tagged = [...crawlers.values()].filter(({ tags }) => tags.includes(tag)).map(({ name }) => name);
  return tagged.length > 0 ? tagged : otherwise;
}
