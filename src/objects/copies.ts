import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { makeFolder, remove, replaceFile } from '../disk/disk.ts';
import type { Listing, Shared } from './shared-folder.ts';

/** Which small texts a folder has copies of: digests of the copies, and the etags that their originals had. A cache, as the copies are. */
const NOTE = '.copies.json';
const copy = z.object({ etag: z.string(), sha256: z.string() });
const schema = z.object({ place: z.string(), copies: z.record(z.string(), copy) });

type Copies = Readonly<Record<string, z.infer<typeof copy>>>;

async function copiesIn({ objects }: Shared, folder: string): Promise<Copies> {
  try {
    const note = schema.parse(JSON.parse(await readFile(join(folder, NOTE), 'utf8')));
    return note.place === objects.place ? note.copies : {};
  } catch {
    // Then all are read again.
    return {};
  }
}

/** Of these, the texts that the folder has no copy of, or another one. */
export async function freshTexts(shared: Shared, folder: string, there: Listing): Promise<ReadonlyMap<string, string>> {
  const known = await copiesIn(shared, folder);
  const fresh = new Map<string, string>();
  for (const [name, { etag }] of there) {
    const noted = known[name];
    if (noted?.etag === etag && noted.sha256 === (await digestOf(folder, name))) continue;
    const body = await shared.objects.get(shared.keyOf(join(folder, name)));
    if (body !== null) fresh.set(name, Buffer.from(body).toString());
  }
  return fresh;
}

/** Copies whose originals are no more. */
export async function orphans(shared: Shared, folder: string, there: Listing): Promise<readonly string[]> {
  return Object.keys(await copiesIn(shared, folder)).filter((name) => !there.has(name));
}

/** Notes, after fresh texts were written and orphans removed, that the folder has what was listed. */
export async function noteCopies(shared: Shared, folder: string, there: Listing): Promise<void> {
  const copies: Record<string, Copies[string]> = {};
  for (const [name, { etag }] of there) {
    const sha256 = await digestOf(folder, name);
    if (sha256 !== null) copies[name] = { etag, sha256 };
  }
  if (isDeepStrictEqual(copies, await copiesIn(shared, folder))) return;
  await writeCopy(folder, NOTE, JSON.stringify({ place: shared.objects.place, copies }));
}

const digestOf = (folder: string, name: string): Promise<string | null> =>
  readFile(join(folder, name)).then(
    (bytes) => hash('sha256', bytes),
    () => null,
  );

let drafts = 0;

/** Several may write the same copy at once: each has a draft of its own. */
export async function writeCopy(folder: string, name: string, text: string): Promise<void> {
  const to = join(folder, name);
  await makeFolder(dirname(to));
  await replaceFile(to, text, `${to}.${process.pid}-${(drafts += 1)}.tmp`);
}

export const removeCopies = async (folder: string, names: Iterable<string>): Promise<void> => {
  for (const name of names) await remove(join(folder, name));
};
