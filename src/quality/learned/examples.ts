import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { contentDigest } from '../../text/normalise.ts';

/** Something in a folder of examples that cannot be used. The message names the file, and the line. */
export class ExampleError extends Error {
  override readonly name = 'ExampleError';
}

/** The texts of a folder and of those below it: each `.txt` and `.md` file is one, each line of a `.jsonl` file has one as `text`. */
async function* readExamples(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'there is no such folder' : error.code === 'ENOTDIR' ? 'this is no folder' : error.message;
    throw new ExampleError(`${folder}: ${why}`);
  });
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) {
    if (/\.(?:txt|md)$/i.test(file)) yield await readFile(file, 'utf8');
    else if (/\.jsonl$/i.test(file)) yield* readLines(file);
  }
}

async function* readLines(file: string): AsyncGenerator<string> {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (line.trim() === '') continue;
    yield textOf(line, `${file}:${number}`);
  }
}

function textOf(line: string, where: string): string {
  try {
    const { text } = JSON.parse(line) as { readonly text?: unknown };
    if (typeof text === 'string') return text;
  } catch {
    throw new ExampleError(`${where}: this line is no JSON`);
  }
  throw new ExampleError(`${where}: this line has no "text"`);
}

export interface Examples {
  readonly good: readonly string[];
  readonly bad: readonly string[];
  /** Texts that were left out since they stood there before, and texts that stand on both sides. */
  readonly repeated: number;
  readonly contradictory: number;
}

async function distinct(folder: string): Promise<{ readonly texts: ReadonlyMap<string, string>; readonly repeated: number }> {
  const texts = new Map<string, string>();
  let repeated = 0;
  for await (const text of readExamples(folder)) {
    if (text.trim() === '') continue;
    const digest = contentDigest(text);
    if (texts.has(digest)) repeated += 1;
    else texts.set(digest, text);
  }
  return { texts, repeated };
}

/** The different texts of two folders, without those that are in both. @throws ExampleError */
export async function gatherExamples(good: string, bad: string): Promise<Examples> {
  const [ofGood, ofBad] = [await distinct(good), await distinct(bad)];
  const only = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): readonly string[] =>
    [...one].filter(([digest]) => !other.has(digest)).map(([, text]) => text);
  const chosen = only(ofGood.texts, ofBad.texts);
  return {
    good: chosen,
    bad: only(ofBad.texts, ofGood.texts),
    repeated: ofGood.repeated + ofBad.repeated,
    contradictory: ofGood.texts.size - chosen.length,
  };
}
