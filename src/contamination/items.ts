import { readListFile } from '../config/list-file.ts';

const DEEPEST = 32;

/** Calls `take` with every item of a benchmark file: each text in a line of JSON (`.jsonl`), or each line (`.txt`); of both also `.gz`. */
export async function readItems(file: string, take: (item: string, line: number) => void): Promise<void> {
  const isJson = /\.jsonl(?:\.gz)?$/.test(file);
  await readListFile(file, (line, number) => {
    if (line.trim() === '') return null;
    if (!isJson) {
      take(line, number);
      return null;
    }
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (error) {
      return `expected a line of JSON: ${error instanceof Error ? error.message : String(error)}`;
    }
    for (const text of textsIn(value, 0)) take(text, number);
    return null;
  });
}

function* textsIn(value: unknown, depth: number): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null && depth < DEEPEST)
    for (const part of Object.values(value)) yield* textsIn(part, depth + 1);
}
