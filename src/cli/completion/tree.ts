import type { Command } from 'commander';

/** What stands in a project, by which arguments can be completed. */
export type NameKind = 'crawlers' | 'topics' | 'corpora' | 'runs';

export interface OptionTree {
  readonly flags: readonly string[];
  readonly description: string;
  /** Null for an option without a value. */
  readonly values: readonly string[] | NameKind | 'files' | null;
}

export interface CommandTree {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionTree[];
  /** Kinds of names that its arguments may be. */
  readonly names: readonly NameKind[];
}

const ARGUMENTS: Readonly<Record<string, readonly NameKind[]>> = {
  crawl: ['crawlers'],
  plan: ['crawlers'],
  build: ['topics', 'crawlers'],
  verify: ['corpora'],
  report: ['corpora', 'runs'],
  recheck: ['corpora'],
  inspect: ['corpora'],
  export: ['corpora'],
  runs: ['runs'],
};
const VALUES: Readonly<Record<string, NameKind>> = { '--topic': 'topics' };

/** What there is to complete, from the commands themselves. */
export function treeOf(program: Command): readonly CommandTree[] {
  return program.commands
    .filter((command) => !command.name().startsWith('__'))
    .map((command) => ({
      name: command.name(),
      description: command.description(),
      names: ARGUMENTS[command.name()] ?? [],
      options: [...command.options, ...program.options].map((option) => ({
        flags: [option.short, option.long].filter((flag) => typeof flag === 'string'),
        description: option.description,
        values: option.isBoolean() ? null : (option.argChoices ?? VALUES[option.long ?? ''] ?? 'files'),
      })),
    }));
}
