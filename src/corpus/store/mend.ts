import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listingOf, type Shared, sharedAt } from '../../objects/shared-folder.ts';
import { readManifest } from '../manifest.ts';
import { companionNames, generationNames, manifestsNamed } from './local.ts';
import { isCompanion, MANIFEST } from './names.ts';
import { putShards } from './publish.ts';
import { pullCorpus } from './pull.ts';

/**
 * Makes folder and store say the same, before something is published: takes what others have published, and puts up what the store lacks of what lies here,
 * which is all of a corpus that this machine had for itself, or what a process was to put up that died.
 */
export async function joinCorpus(folder: string): Promise<void> {
  const shared = sharedAt(folder);
  const there = await pullCorpus(folder);
  if (shared === null || there === null) return;
  const names = generationNames(folder);
  await putShards(shared, folder, await manifestsNamed(folder, names), there, { isWhole: false });
  for (const name of names) if (!there.has(name)) await putCopy(shared, folder, name);
  if (existsSync(join(folder, MANIFEST)) && !there.has(MANIFEST)) await putCopy(shared, folder, MANIFEST, 'absent');
}

/** Puts up what tells people of a generation: its report, and, of the newest, the card and all that goes with it. */
export async function putCompanions(folder: string, generation: number): Promise<void> {
  const shared = sharedAt(folder);
  if (shared === null) return;
  const isNewest = (await readManifest(folder))?.generation === generation;
  const own = `reports/${generation}.`;
  const isConcerned = (name: string): boolean => isCompanion(name) && (name.startsWith('reports/') ? name.startsWith(own) : isNewest);
  for (const name of companionNames(folder)) if (isConcerned(name)) await putCopy(shared, folder, name);
  const there = [...(await listingOf(shared, folder)).keys()];
  const gone = there.filter((name) => isConcerned(name) && !existsSync(join(folder, name)));
  if (gone.length > 0) await shared.objects.remove(gone.map((name) => shared.keyOf(join(folder, name))));
}

async function putCopy({ objects, keyOf }: Shared, folder: string, name: string, condition?: 'absent'): Promise<void> {
  const file = join(folder, name);
  await objects.put(keyOf(file), await readFile(file), condition);
}
