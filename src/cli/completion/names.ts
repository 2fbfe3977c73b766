import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { NameKind } from './tree.ts';

const FOLDERS: Readonly<Record<NameKind, string>> = {
  crawlers: 'crawlers',
  topics: 'config/topics',
  corpora: 'storage/corpora',
  runs: 'storage/runs',
};

/** Names of a kind in the project of this folder, read from file names alone: a shell waits for them at every key. */
export function namesOf(kind: string, project: string): readonly string[] {
  if (!Object.hasOwn(FOLDERS, kind)) return [];
  try {
    return readdirSync(join(project, FOLDERS[kind as NameKind]))
      .filter((name) => !name.startsWith('.'))
      .map((name) => name.replace(/\.ya?ml$/, ''))
      .sort();
  } catch {
    return [];
  }
}
