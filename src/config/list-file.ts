import { linesOf } from '../text/lines.ts';
import { ConfigError } from './load.ts';
import type { ConfigProblem } from './problem.ts';

/** What a reader of lines says is wrong with one; null when nothing is. */
export type LineReader = (line: string, number: number) => string | null;

const MOST_PROBLEMS = 30;

/**
 * Reads a file that the configuration names, line by line, numbered from 1.
 *
 * @throws ConfigError with every line that is wrong, to a bound; or when the file cannot be read.
 */
export async function readListFile(file: string, read: LineReader): Promise<number> {
  const problems: ConfigProblem[] = [];
  let number = 0;
  try {
    for await (const lines of linesOf(file)) {
      for (const line of lines) {
        number += 1;
        const message = read(line, number);
        if (message !== null && problems.length < MOST_PROBLEMS) problems.push(problemAt(file, number, message));
      }
    }
  } catch (error) {
    problems.push(problemAt(file, Math.max(1, number), `it cannot be read: ${error instanceof Error ? error.message : String(error)}`));
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return number;
}

const problemAt = (file: string, line: number, message: string): ConfigProblem => ({ file, line, column: 1, path: '', message });
