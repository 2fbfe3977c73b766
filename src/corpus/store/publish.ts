import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { demandNothingNew } from '../../forgotten/shared-receipts.ts';
import { type Listing, listingOf, type Shared, sharedAt } from '../../objects/shared-folder.ts';
import { StorageError } from '../../sqlite/storage-error.ts';
import { type Manifest, parseManifest, shardsOf } from '../manifest.ts';
import { generationName, MANIFEST } from './names.ts';

/**
 * Publishes a generation for all machines, if what the store has is still the generation before it: shards first, then the manifest, which is the sole
 * commit. The shards are in the folder. Nothing happens where the folder is shared with nobody.
 *
 * @throws StorageError when another machine has published, or something was asked to be forgotten, meanwhile: it has to be made again.
 */
export async function publishShared(folder: string, text: string, before: Manifest | null): Promise<void> {
  const shared = sharedAt(folder);
  if (shared === null) return;
  const { objects, keyOf } = shared;
  const key = keyOf(join(folder, MANIFEST));
  const manifest = parseManifest(text, key);
  // In this order: what is read is never older than its etag.
  const stat = await objects.stat(key);
  if (!isDeepStrictEqual(await manifestIn(shared, folder), before)) throw overtaken(shared, manifest);
  await putShards(shared, folder, [manifest], await listingOf(shared, folder));
  await demandNothingNew(shared.storage);
  const body = Buffer.from(text);
  const isFirst = await objects.put(key, body, stat === null ? 'absent' : { etag: stat.etag });
  // An answer that was lost on its way was asked for again, and then said that the manifest is there: it may be this one.
  if (!isFirst && !isDeepStrictEqual(await manifestIn(shared, folder), manifest)) throw overtaken(shared, manifest);
  await objects.put(keyOf(join(folder, generationName(manifest.generation))), body);
  // Another machine's `gc` may have found shards that no manifest named yet.
  await putShards(shared, folder, [manifest], await listingOf(shared, folder));
}

/** Writes a published generation anew; its shards go up first. */
export async function replaceShared(folder: string, manifest: Manifest, text: string): Promise<void> {
  const shared = sharedAt(folder);
  if (shared === null) return;
  await putShards(shared, folder, [manifest], await listingOf(shared, folder));
  await shared.objects.put(shared.keyOf(join(folder, generationName(manifest.generation))), Buffer.from(text));
}

/** Puts up what generations name and the store lacks; if all of it must be there afterwards, what lies nowhere is an error. */
export async function putShards(
  shared: Shared,
  folder: string,
  manifests: readonly Manifest[],
  there: Listing,
  { isWhole = true } = {},
): Promise<void> {
  const shards = new Map(manifests.flatMap(shardsOf).map((shard) => [shard.path, shard]));
  for (const { path, bytes } of shards.values()) {
    if (there.get(path)?.bytes === bytes) continue;
    const file = join(folder, path);
    if (existsSync(file)) await shared.objects.putFile(shared.keyOf(file), file);
    else if (isWhole)
      throw new StorageError(`${shared.objects.place} lacks ${shared.keyOf(file)}, and so does ${folder}. Give the same command again.`);
  }
}

async function manifestIn({ objects, keyOf }: Shared, folder: string): Promise<Manifest | null> {
  const key = keyOf(join(folder, MANIFEST));
  const body = await objects.get(key);
  return body === null ? null : parseManifest(Buffer.from(body).toString(), `${objects.place}/${key}`);
}

const overtaken = ({ objects }: Shared, { corpus, generation }: Manifest): StorageError =>
  new StorageError(
    `Another machine has published generation ${generation} of the corpus ${corpus} in ${objects.place} meanwhile. That one stands, and nothing is lost: give the same command again, and it goes on from there.`,
  );
