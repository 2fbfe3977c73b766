import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freshTexts, noteCopies, orphans, removeCopies, writeCopy } from '../../objects/copies.ts';
import { type Listed, type Listing, listingOf, type Shared, sharedAt } from '../../objects/shared-folder.ts';
import { StorageError } from '../../sqlite/storage-error.ts';
import { type Manifest, parseManifest, readManifest, shardsOf } from '../manifest.ts';
import { generationNames, manifestsNamed } from './local.ts';
import { generationName, isCompanion, isGeneration, MANIFEST } from './names.ts';

/** What becomes of a corpus that cannot be brought; the others are brought all the same, unless it throws. */
export type OnFault = (corpus: string, fault: StorageError) => void;

/** Brings the folders of all corpora that the store has to what they are there: see `pullCorpus`. */
export async function pullCorpora(storage: string, onFault: OnFault): Promise<void> {
  const shared = sharedAt(storage);
  if (shared === null) return;
  const corpora = join(storage, 'corpora');
  const byName = new Map<string, Map<string, Listed>>();
  for (const [path, stat] of await listingOf(shared, corpora)) {
    const name = path.slice(0, path.indexOf('/'));
    const there = byName.get(name) ?? new Map<string, Listed>();
    byName.set(name, there.set(path.slice(name.length + 1), stat));
  }
  for (const [name, there] of byName)
    await pull(shared, join(corpora, name), there).catch((error: unknown) => {
      if (!(error instanceof StorageError)) throw error;
      onFault(name, error);
    });
}

/**
 * Brings a corpus's folder to the generations that the store has, with their cards and reports. Shards stay there until they are read; those that are here
 * and that no generation names any longer go. Returns what the store has; null when the folder is shared with nobody.
 *
 * @throws StorageError when the folder has generations that the store has never had.
 */
export async function pullCorpus(folder: string): Promise<Listing | null> {
  const shared = sharedAt(folder);
  if (shared === null) return null;
  const there = await listingOf(shared, folder);
  await pull(shared, folder, there);
  return there;
}

async function pull(shared: Shared, folder: string, there: Listing): Promise<void> {
  if (!there.has(MANIFEST)) return;
  const copied = new Map([...there].filter(([name]) => name === MANIFEST || isGeneration(name) || isCompanion(name)));
  const fresh = await freshTexts(shared, folder, copied);
  const gone = await orphans(shared, folder, copied);
  const text = fresh.get(MANIFEST) ?? (await readFile(join(folder, MANIFEST), 'utf8'));
  const newest = parseManifest(text, `${shared.objects.place}/${shared.keyOf(join(folder, MANIFEST))}`);
  const here = (await readManifest(folder))?.generation ?? 0;
  if (here > newest.generation) {
    const now = await listingOf(shared, folder);
    // Unless another process of this machine has published between the two.
    if (now.get(MANIFEST)?.etag === there.get(MANIFEST)?.etag) throw aheadOf(shared, folder, here, newest);
    return pull(shared, folder, now);
  }
  const texts = new Map([...fresh].filter(([name]) => isGeneration(name)));
  // What committed it may have died before it wrote this.
  texts.set(generationName(newest.generation), text);
  const old = generationNames(folder).filter((name) => !copied.has(name) && !texts.has(name));
  if (fresh.size > 0 || old.length > 0) await removeUnnamed(folder, newest, { copied, texts, old });
  for (const [name, each] of texts) if (!(await isWritten(folder, name, each))) await writeCopy(folder, name, each);
  await removeCopies(folder, old);
  if (fresh.has(MANIFEST)) await writeCopy(folder, MANIFEST, text);
  for (const [name, each] of fresh) if (isCompanion(name)) await writeCopy(folder, name, each);
  await removeCopies(folder, gone);
  await noteCopies(shared, folder, copied);
}

/** Shards that an earlier state of the store named and this one does not: they go before the manifests that name them. */
async function removeUnnamed(
  folder: string,
  newest: Manifest,
  { copied, texts, old }: { readonly copied: Listing; readonly texts: ReadonlyMap<string, string>; readonly old: readonly string[] },
): Promise<void> {
  const pathsOf = (manifests: readonly Manifest[]): readonly string[] => manifests.flatMap(shardsOf).map(({ path }) => path);
  const fresh = [...texts].map(([name, text]) => parseManifest(text, join(folder, name)));
  const same = await manifestsNamed(
    folder,
    [...copied.keys()].filter((name) => isGeneration(name) && !texts.has(name)),
  );
  const stay = new Set(pathsOf([newest, ...fresh, ...same]));
  const before = pathsOf(await manifestsNamed(folder, [MANIFEST, ...texts.keys(), ...old]));
  await removeCopies(folder, new Set(before.filter((path) => !stay.has(path))));
}

const aheadOf = ({ objects }: Shared, folder: string, here: number, { generation }: Manifest): StorageError =>
  new StorageError(
    `${folder} has generation ${here}, and ${objects.place} has no newer one than ${generation}. If the store is right, remove that folder: what is in the store is read from there.`,
  );

const isWritten = async (folder: string, name: string, text: string): Promise<boolean> =>
  existsSync(join(folder, name)) && (await readFile(join(folder, name), 'utf8')) === text;
