import { relative, resolve } from 'node:path';
import { openUrlBlocklist } from '../blocklists/blocklists.ts';
import type { Config } from '../config/config.ts';
import { ConfigError } from '../config/load.ts';
import type { ConfigProblem } from '../config/problem.ts';
import { openBenchmarks } from '../contamination/contamination.ts';

/** What is wrong with the lines of the lists that a project names, which other commands read only when they need them; one list at a time in memory. */
export async function listFaults({ root, blocklists, benchmarks }: Config): Promise<readonly ConfigProblem[]> {
  const problems: ConfigProblem[] = [];
  const read = async (list: string, open: (files: readonly string[]) => Promise<unknown>): Promise<void> => {
    try {
      await open([resolve(root, list)]);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems.map((problem) => ({ ...problem, file: relative(root, problem.file) })));
    }
  };
  for (const list of blocklists) await read(list, openUrlBlocklist);
  for (const list of benchmarks) await read(list, openBenchmarks);
  return problems;
}
