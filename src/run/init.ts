import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder, replaceFile } from '../disk/disk.ts';

export interface NewFileText {
  /** Relative to the project. */
  readonly path: string;
  readonly text: string;
}

export interface Laid {
  readonly written: readonly string[];
  /** What was there already, and stays as it is. */
  readonly kept: readonly string[];
}

const SCHEMAS = ['crawler', 'garner', 'quality', 'topic'] as const;

/** The schemas that come with Garner, for editors to complete by: a copy lies in the project, wherever Garner is installed. */
export function schemaFiles(): Promise<readonly NewFileText[]> {
  return Promise.all(
    SCHEMAS.map(async (name) => {
      const path = `schemas/${name}.schema.json`;
      return { path, text: await readFile(new URL(`../../${path}`, import.meta.url), 'utf8') };
    }),
  );
}

/** Writes the files that are not there yet; those that are stay as they are, but for schemas, which are Garner's own, and with `force`. */
export async function layOut(folder: string, files: readonly NewFileText[], force = false): Promise<Laid> {
  const [written, kept]: [string[], string[]] = [[], []];
  for (const { path, text } of files) {
    const file = join(folder, path);
    if (existsSync(file) && !force && !path.startsWith('schemas/')) {
      kept.push(path);
      continue;
    }
    await makeFolder(dirname(file));
    await replaceFile(file, text);
    written.push(path);
  }
  return { written, kept };
}
