import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { remove, replaceFile } from '../../disk/disk.ts';
import type { Objects } from '../../objects/objects.ts';
import { indexText } from '../cdxj.ts';
import { removeDrafts } from '../recover.ts';
import { INDEX, OPEN, writerOf } from '../segment-name.ts';
import type { SegmentFile, Segments } from '../segments.ts';
import { chunksOf, keyOf, listStored, putGroup } from './chunks.ts';
import { FolderSegments } from './folder.ts';
import { send, settle } from './settle.ts';
import { StoredSegments } from './stored.ts';

/** A listing of a store has a thousand objects, so that one page of it has all of a segment's. */
const MOST_GROUPS = 1000;

/**
 * Segments that machines share through a store. Each machine has in its folder the segments it writes, until they are sealed and in the store, and
 * indexes that it has read.
 */
export class SharedSegments implements Segments {
  readonly folder: string;
  readonly place: string;
  readonly mostGroups = MOST_GROUPS;
  readonly #objects: Objects;
  readonly #local: FolderSegments;
  readonly #stored: StoredSegments;
  /** Indexes that are under way. */
  readonly #fetching = new Map<string, Promise<string | null>>();

  constructor(folder: string, objects: Objects) {
    this.folder = folder;
    this.place = `${objects.place}/archive`;
    this.#objects = objects;
    this.#local = new FolderSegments(folder);
    this.#stored = new StoredSegments(objects);
  }

  async list(): Promise<readonly SegmentFile[]> {
    const all = new Map((await this.#local.list()).map((file) => [file.segment, file]));
    for (const [segment, { sealed, index, chunks }] of await listStored(this.#objects)) {
      const bytes = sealed ?? chunks.reduce((sum, chunk) => sum + chunk.bytes, 0);
      if (sealed !== null) all.set(segment, { segment, isOpen: false, bytes, indexBytes: index });
      else if (chunks.length > 0 && !all.has(segment)) all.set(segment, { segment, isOpen: true, bytes, indexBytes: index });
    }
    return [...all.values()].sort((a, b) => (a.segment < b.segment ? -1 : 1));
  }

  /** What this machine has need not come from elsewhere. */
  async bytes(segment: string, offset: number, length: number): Promise<Buffer | null> {
    const here = await this.#local.bytes(segment, offset, length);
    if (here?.length === length) return here;
    return (await this.#stored.bytes(segment, offset, length)) ?? here;
  }

  async index(segment: string): Promise<string | null> {
    const here = await this.#local.index(segment);
    if (here !== null) return here;
    const fetching = this.#fetching.get(segment) ?? this.#fetchIndex(segment).finally(() => this.#fetching.delete(segment));
    this.#fetching.set(segment, fetching);
    return await fetching;
  }

  async isTaken(segment: string): Promise<boolean> {
    if ((await this.#local.isTaken(segment)) || (await this.#objects.stat(keyOf(segment))) !== null) return true;
    return (await chunksOf(this.#objects, segment)).length > 0;
  }

  keep(segment: string, offset: number, bytes: readonly Uint8Array[]): Promise<boolean> {
    return putGroup(this.#objects, segment, offset, Buffer.concat(bytes));
  }

  async seal(segment: string, indexLines: readonly string[]): Promise<void> {
    await replaceFile(join(this.folder, segment + INDEX), indexText(indexLines));
    await send({ objects: this.#objects, folder: this.folder }, segment, join(this.folder, segment + OPEN));
  }

  async remove(segment: string): Promise<void> {
    await this.#objects.remove([keyOf(segment), keyOf(segment + INDEX)]);
    await this.#local.remove(segment);
  }

  async openWriters(): Promise<ReadonlySet<string>> {
    const here = (await this.#local.list()).map(({ segment }) => segment);
    const stored = [...(await listStored(this.#objects))].filter(([, { chunks }]) => chunks.length > 0);
    return new Set([...here, ...stored.map(([segment]) => segment)].map(writerOf).filter((writer) => writer !== null));
  }

  async recover(writer: string): Promise<readonly string[]> {
    const stored = await listStored(this.#objects);
    await removeDrafts(this.folder, writer);
    const here = (await this.#local.list()).map(({ segment }) => segment);
    const open = [...stored].filter(([, { chunks }]) => chunks.length > 0).map(([segment]) => segment);
    const left = [...new Set([...here, ...open])].filter((segment) => writerOf(segment) === writer).toSorted();
    const notes: string[] = [];
    for (const segment of left) notes.push(await settle({ objects: this.#objects, folder: this.folder }, segment));
    await this.#removeIndexes(new Set([...here, ...stored.keys()]));
    return notes;
  }

  async close(): Promise<void> {
    await this.#local.close();
  }

  async #fetchIndex(segment: string): Promise<string | null> {
    const key = keyOf(segment + INDEX);
    try {
      if (!(await this.#objects.getFile(key, join(this.folder, segment + INDEX)))) return null;
      return await this.#local.index(segment);
    } catch (error) {
      // Who only looks may not be allowed to keep it.
      if (!['EACCES', 'EPERM', 'EROFS', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
      const text = await this.#objects.get(key);
      return text === null ? null : Buffer.from(text).toString();
    }
  }

  /** Of segments that are no more: others have collected them, or erased what was in them. */
  async #removeIndexes(there: ReadonlySet<string>): Promise<void> {
    for (const name of await readdir(this.folder)) {
      const segment = name.slice(0, -INDEX.length);
      if (!name.endsWith(INDEX) || there.has(segment)) continue;
      // Another process of this machine may have begun it since.
      if (!existsSync(join(this.folder, segment + OPEN))) await remove(join(this.folder, name));
    }
  }
}
