import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Manifest, parseManifest } from '../manifest.ts';
import { isCompanion, isGeneration } from './names.ts';

/** What a corpus folder holds on this machine, by names as in the store. */

export const generationNames = (folder: string): readonly string[] => namesIn(folder, 'manifests').filter(isGeneration);

export const companionNames = (folder: string): readonly string[] =>
  ['.', 'plots', 'reports'].flatMap((part) => namesIn(folder, part)).filter(isCompanion);

/** Of these files, those that are there. @throws StorageError when one is damaged */
export async function manifestsNamed(folder: string, names: Iterable<string>): Promise<readonly Manifest[]> {
  const manifests: Manifest[] = [];
  for (const name of names) {
    const file = join(folder, name);
    if (existsSync(file)) manifests.push(parseManifest(await readFile(file, 'utf8'), file));
  }
  return manifests;
}

function namesIn(folder: string, part: string): readonly string[] {
  const path = join(folder, part);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .sort()
    .map((name) => (part === '.' ? name : `${part}/${name}`));
}
