import { printable } from '../text/printable.ts';

export type ConfigPath = readonly (string | number)[];

/** Something wrong in a config file, with its place. */
export interface ConfigProblem {
  /** Relative to the project folder, with `/`; `.` is that folder, which has no lines. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units, as editors count. */
  readonly column: number;
  /** `scope.include[1]`; empty for the file as a whole. */
  readonly path: string;
  /** What is wrong, or what was expected. */
  readonly message: string;
  /** What stands there, as it stands there. Never the value of an environment variable. */
  readonly found?: string;
  /** "Did you mean". */
  readonly suggestion?: string;
  /** The line itself, for a code frame; left out where it may hold a secret. */
  readonly excerpt?: string;
}

export const pathText = (path: ConfigPath): string =>
  path.map((step, at) => (typeof step === 'number' ? `[${step}]` : `${at === 0 ? '' : '.'}${step}`)).join('');

const LONGEST_FOUND = 80;

/** A piece of a config file, fit to be quoted in one line. */
export function quotable(text: string): string {
  const line = printable(text);
  return line.length > LONGEST_FOUND ? `${line.slice(0, LONGEST_FOUND - 1)}…` : line;
}

/** One line for people: where, what, what stands there, what may have been meant. */
export function problemText({ file, line, column, path, message, found, suggestion }: ConfigProblem): string {
  const place = file === '.' ? '' : `${file}:${line}:${column}  `;
  const where = path === '' ? '' : `${quotable(path)}: `;
  const instead = found === undefined ? '' : `, found ${found}`;
  return printable(`${place}${where}${message}${instead}`) + (suggestion === undefined ? '' : printable(`; did you mean ${suggestion}?`));
}
