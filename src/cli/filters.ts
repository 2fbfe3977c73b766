import type { Command } from 'commander';
import type { Filters } from '../corpus/documents.ts';

export interface FilterFlags {
  readonly language?: readonly string[];
  readonly license?: readonly string[];
  readonly host?: readonly string[];
}

const listed = (text: string, before: readonly string[] = []): readonly string[] => [...before, ...text.split(',').filter(Boolean)];

/** The command with the options that say which documents are meant. */
export const withFilters = (command: Command): Command =>
  command
    .option('--language <tags>', 'only documents in these languages: en,zh', listed)
    .option('--license <ids>', 'only documents under these licences; unknown for those that declare none', listed)
    .option('--host <names>', 'only documents of these hosts and those below them', listed);

export const filtersOf = ({ language, license, host }: FilterFlags): Filters => ({
  ...(language !== undefined && { language }),
  ...(license !== undefined && { license }),
  ...(host !== undefined && { host }),
});
