import type { ImportConfig } from './import.ts';
import type { ConfigProblem } from './problem.ts';
import type { ConfigSource } from './source.ts';

export interface LoadedImport {
  readonly source: ConfigSource;
  readonly config: ImportConfig;
}

/** Who has a name already: what is gathered under it, and the corpus that is built of it, must be one thing. */
export interface Taken {
  readonly crawlers: readonly string[];
  readonly topics: readonly string[];
}

/** What already has a name that an import wants; null when it is free. */
export function takenBy(name: string, { crawlers, topics }: Taken): string | null {
  if (crawlers.includes(name)) return `crawlers/${name}.yaml`;
  return topics.includes(name) ? `config/topics/${name}.yaml` : null;
}

export function importProblems(imports: readonly LoadedImport[], taken: Taken): readonly ConfigProblem[] {
  return imports.flatMap(({ source, config }) => {
    const holder = takenBy(config.name, taken);
    return holder === null
      ? []
      : [source.problem([], { message: `${holder} has this name too; rename one of them, for a corpus takes it` })];
  });
}
