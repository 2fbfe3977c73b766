import { join } from 'node:path';
import { listingOf, sharedAt } from '../../objects/shared-folder.ts';
import { shardsOf } from '../manifest.ts';
import { generationNames, manifestsNamed } from './local.ts';
import { generationName, isShard, MANIFEST } from './names.ts';
import { pullCorpus } from './pull.ts';

/** Gives up generations for all machines: their manifests and reports go, and shards that no other one names are left to `sweepShared`. */
export async function dropShared(folder: string, generations: readonly number[]): Promise<void> {
  const shared = sharedAt(folder);
  if (shared === null || generations.length === 0) return;
  const names = generations.flatMap((each) => [generationName(each), `reports/${each}.html`, `reports/${each}.difference.json`]);
  await shared.objects.remove(names.map((name) => shared.keyOf(join(folder, name))));
}

/** Removes shards from the store that no generation names. */
export async function sweepShared(folder: string): Promise<void> {
  const shared = sharedAt(folder);
  if (shared === null) return;
  const strays = await straysShared(folder);
  if (strays.length > 0) await shared.objects.remove(strays.map((name) => shared.keyOf(join(folder, name))));
}

/** By their names in the folder, in order. */
export async function straysShared(folder: string): Promise<readonly string[]> {
  const shared = sharedAt(folder);
  if (shared === null) return [];
  // In this order: what was published meanwhile is named by then.
  const there = await listingOf(shared, folder);
  await pullCorpus(folder);
  const named = new Set((await manifestsNamed(folder, [MANIFEST, ...generationNames(folder)])).flatMap(shardsOf).map(({ path }) => path));
  return [...there.keys()].filter((name) => isShard(name) && !named.has(name));
}
