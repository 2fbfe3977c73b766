import { constants, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Objects } from '../../objects/objects.ts';
import { StorageError } from '../../sqlite/storage-error.ts';
import type { JournalPlace } from './journal.ts';

/** What journals are in. */
export const CHUNKS = 'journals/';
/** An empty object for each journal: so they are found without a list of all that they hold. */
const NAMES = `${CHUNKS}names/`;
/** What was added at once: `journals/<name>/<offset in bytes, 12 digits>`. */
const chunkKey = (name: string, offset: number): string => `${CHUNKS}${name}/${String(offset).padStart(12, '0')}`;

export const isChunk = (key: string): boolean => key.startsWith(CHUNKS) && !key.startsWith(NAMES);

/** A journal in a store that machines share. */
export class SharedJournal implements JournalPlace {
  readonly #objects: Objects;
  readonly #name: string;
  #bytes = 0;

  constructor(objects: Objects, name: string) {
    this.#objects = objects;
    this.#name = name;
  }

  async append(text: string): Promise<void> {
    const isNew = this.#bytes > 0 || (await this.#objects.put(NAMES + this.#name, new Uint8Array(), 'absent'));
    if (!isNew) throw new StorageError(`another process writes the journal ${this.#name}: give this one another --name`);
    const body = Buffer.from(text);
    await this.#objects.put(chunkKey(this.#name, this.#bytes), body);
    this.#bytes += body.length;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** Bytes before the end of a copy in which its last chunk begins, if it is not an uncommonly long one. */
const TAIL = 4 * 2 ** 20;
/** Chunks that are brought at once. */
const AT_ONCE = 8;

/** Copies of all journals of a store in a local folder, where they are read like those of a shared disk. */
export class JournalCopies {
  readonly #objects: Objects;
  readonly #folder: string;
  /** Bytes of each journal that are here, up to the end of a chunk. */
  readonly #known = new Map<string, number>();

  constructor(objects: Objects, folder: string) {
    this.#objects = objects;
    this.#folder = folder;
  }

  /**
   * Resolves when all that was acknowledged before the call is here. Other processes of this machine may do the same: what two of them write
   * is the same, at the same place.
   */
  async refresh(): Promise<void> {
    const names = (await Array.fromAsync(this.#objects.list(NAMES))).map(({ key }) => key.slice(NAMES.length));
    for (let n = 0; n < names.length; n += AT_ONCE) await Promise.all(names.slice(n, n + AT_ONCE).map((name) => this.#bring(name)));
  }

  async #bring(name: string): Promise<void> {
    let at = this.#known.get(name) ?? (await this.#bringListed(name));
    for (;;) {
      const chunk = await this.#objects.get(chunkKey(name, at));
      if (chunk === null) break;
      await this.#write(name, at, chunk);
      at += chunk.byteLength;
    }
    this.#known.set(name, at);
  }

  /** From the chunk on with which the copy ends: a crash may have cut that short. Returns where the next one begins. */
  async #bringListed(name: string): Promise<number> {
    const size = await stat(join(this.#folder, name)).then(
      (found) => found.size,
      () => 0,
    );
    const near = await this.#offsetsFrom(name, Math.max(0, size - TAIL));
    const offsets = size === 0 || (near[0] ?? Number.POSITIVE_INFINITY) < size ? near : await this.#offsetsFrom(name, 0);
    const first = Math.max(
      0,
      offsets.findLastIndex((offset) => offset < size),
    );
    let end = 0;
    for (let n = first; n < offsets.length; n += AT_ONCE) {
      const at = offsets.slice(n, n + AT_ONCE);
      const chunks = await Promise.all(at.map((offset) => this.#objects.get(chunkKey(name, offset))));
      const stretch = Buffer.concat(chunks.map((chunk) => chunk ?? new Uint8Array()));
      await this.#write(name, at[0] ?? 0, stretch);
      end = (at[0] ?? 0) + stretch.length;
    }
    return end;
  }

  async #offsetsFrom(name: string, first: number): Promise<readonly number[]> {
    const after = first === 0 ? undefined : chunkKey(name, first - 1);
    const found = await Array.fromAsync(this.#objects.list(chunkKey(name, 0).slice(0, -12), after));
    return found.map(({ key }) => Number(key.slice(-12)));
  }

  async #write(name: string, at: number, bytes: Uint8Array): Promise<void> {
    await using file = await open(join(this.#folder, name), constants.O_RDWR | constants.O_CREAT);
    const { bytesWritten } = await file.write(bytes, 0, bytes.byteLength, at);
    if (bytesWritten < bytes.byteLength) throw new StorageError(`${this.#folder} cannot be written to: make room, then start again.`);
    await file.datasync();
  }
}
