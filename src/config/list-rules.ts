import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ConfigProblem } from './problem.ts';
import type { ProjectSettings } from './project.ts';
import type { ConfigSource } from './source.ts';

/** The lists that a project names are there. What stands in them is read when it is needed (`list-file.ts`). */
export function listProblems(folder: string, source: ConfigSource, settings: ProjectSettings): readonly ConfigProblem[] {
  return (['blocklists', 'benchmarks'] as const).flatMap((key) =>
    settings[key].flatMap((file, at) =>
      existsSync(resolve(folder, file)) ? [] : [source.problem([key, at], { message: `there is no file ${file}` })],
    ),
  );
}
