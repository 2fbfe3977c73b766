import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, remove, replaceFile } from '../../disk/disk.ts';
import type { Manifest } from '../manifest.ts';
import { renderCard } from './card.ts';
import { croissant } from './croissant.ts';
import { cardPlots } from './plots.ts';
import { samplesOf } from './samples.ts';

/**
 * Writes what tells people and programs of a generation, beside its manifest: README.md, its plots, croissant.json. It follows from the manifest and
 * the first rows of the shards. `temporary` gives paths for files that nobody reads yet.
 */
export async function writeCard(folder: string, manifest: Manifest, temporary: () => string): Promise<void> {
  const plots = await cardPlots(manifest);
  if (plots.length > 0) await makeFolder(join(folder, 'plots'));
  for (const { path, svg } of plots) await replaceFile(join(folder, path), svg, temporary());
  await replaceFile(join(folder, 'croissant.json'), `${JSON.stringify(croissant(manifest), null, 2)}\n`, temporary());
  await replaceFile(join(folder, 'README.md'), renderCard(manifest, { plots, samples: await samplesOf(folder, manifest) }), temporary());
  // Of earlier generations, which knew something that this one does not.
  const shown = new Set(plots.map(({ path }) => path));
  for (const name of await readdir(join(folder, 'plots')).catch(() => []))
    if (name.endsWith('.svg') && !shown.has(`plots/${name}`)) await remove(join(folder, 'plots', name));
}
