import { constants, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Chunk, chunkKey, putChunk } from '../../objects/chunks.ts';
import type { Objects } from '../../objects/objects.ts';
import { leave } from '../../redis/leave.ts';
import { StorageError } from '../../sqlite/storage-error.ts';
import type { JournalPlace } from './journal.ts';
import { chunksOf, endKey, folderOf, journalEnds, journalNames, putEnd, putName } from './journal-objects.ts';

/** A journal in a store that machines share. */
export class SharedJournal implements JournalPlace {
  readonly #objects: Objects;
  readonly #name: string;
  #bytes = 0;
  /** What was put last is there, or is known not to be. */
  #isSure = true;

  constructor(objects: Objects, name: string) {
    this.#objects = objects;
    this.#name = name;
  }

  async append(text: string): Promise<void> {
    if (this.#bytes === 0 && !(await putName(this.#objects, this.#name)))
      throw new StorageError(`another process writes the journal ${this.#name}: give this one another --name`);
    const body = Buffer.from(text);
    this.#isSure = false;
    if (!(await putChunk(this.#objects, folderOf(this.#name), this.#bytes, body)))
      throw new StorageError(
        `\`gc\` took this process for dead, and has ended its journal ${this.#name}. What was told before is kept: start it again, and run \`gc\` when nobody is at work.`,
      );
    this.#isSure = true;
    this.#bytes += body.length;
  }

  /** Says that the journal ends here, so that readers ask for no more of it. `gc` says it of those who cannot. */
  async close(): Promise<void> {
    if (this.#bytes === 0 || !this.#isSure) return;
    await leave(putEnd(this.#objects, this.#name, this.#bytes).catch(() => false));
  }
}

/** Bytes before the end of a copy in which begins what was written last, if it is not an uncommonly long chunk. */
export const TAIL = 4 * 2 ** 20;
/** Chunks that are brought at once, and written at once if they are not longer than that. */
const AT_ONCE = 8;

/** Copies of journals of a store in a local folder, where they are read like those of a shared disk. */
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
   * Resolves when all that was acknowledged before the call is here, but for journals that have ended and that the index has, as far as `folded` says.
   * Other processes of this machine may do the same: what two of them write is the same, at the same place.
   */
  async refresh(folded: ReadonlyMap<string, number> = new Map()): Promise<void> {
    const names = await journalNames(this.#objects);
    const before = await journalEnds(this.#objects);
    const isDone = (name: string, end: number | undefined): boolean =>
      end !== undefined && ((folded.get(name) ?? 0) === end || this.#known.get(name) === end);
    await this.#bringAll(
      names.filter((name) => !isDone(name, before.get(name))),
      before,
    );
    const open = names.filter((name) => !before.has(name));
    if (open.length === 0) return;
    // `gc` may have ended one meanwhile, and merged what was not here yet.
    const now = await journalEnds(this.#objects);
    await this.#bringAll(
      open.filter((name) => now.has(name) && !isDone(name, now.get(name))),
      now,
    );
  }

  async #bringAll(names: readonly string[], ends: ReadonlyMap<string, number>): Promise<void> {
    for (let n = 0; n < names.length; n += AT_ONCE)
      await Promise.all(names.slice(n, n + AT_ONCE).map((name) => this.#bring(name, ends.get(name) ?? 0)));
  }

  /** `least` is how far the journal goes for certain. */
  async #bring(name: string, least: number): Promise<void> {
    const size = await this.#sizeOf(name);
    const known = this.#known.get(name) ?? size + 1;
    // `gc` on this machine takes copies away.
    let at = known <= size ? known : await this.#bringListed(name, size);
    for (;;) {
      const chunk = await this.#objects.get(chunkKey(folderOf(name), at));
      if (chunk !== null && chunk.byteLength > 0) {
        await this.#write(name, at, chunk);
        at += chunk.byteLength;
      } else if (at < least) {
        // It is in the middle of one that `gc` has merged since.
        const reached = await this.#bringListed(name, at);
        if (reached <= at)
          throw new StorageError(
            `${this.#objects.place} lacks ${chunkKey(folderOf(name), at)}, which a process has told of fetches. Restore it from a copy of the store; where there is none, remove ${endKey(name, least)}: then what that process told afterwards is left out.`,
          );
        at = reached;
      } else break;
    }
    this.#known.set(name, at);
  }

  #sizeOf(name: string): Promise<number> {
    return stat(join(this.#folder, name)).then(
      ({ size }) => size,
      () => 0,
    );
  }

  /** From what was written last into a copy of this size on: a crash may have cut that short. Returns where the next chunk begins. */
  async #bringListed(name: string, size: number): Promise<number> {
    const near = await chunksOf(this.#objects, name, Math.max(0, size - TAIL));
    const chunks = size === 0 || (near[0]?.offset ?? Number.POSITIVE_INFINITY) < size ? near : await chunksOf(this.#objects, name);
    const first = firstOfLast(chunks, size);
    let end = Math.min(chunks[first]?.offset ?? 0, size);
    for (let n = first; n < chunks.length; n += AT_ONCE) {
      const some = chunks.slice(n, n + AT_ONCE);
      const bodies = await Promise.all(some.map(({ key }) => this.#objects.get(key)));
      let start = end;
      const stretch: Uint8Array[] = [];
      for (const [i, body] of bodies.entries()) {
        // What a merged one before it has of it already; less than nothing where one is missing.
        const had = end - (some[i]?.offset ?? 0);
        if (body === null || had < 0 || had >= body.byteLength) continue;
        const rest = body.subarray(had);
        if (end + rest.byteLength - start > TAIL) {
          await this.#write(name, start, Buffer.concat(stretch.splice(0)));
          start = end;
        }
        stretch.push(rest);
        end += rest.byteLength;
      }
      await this.#write(name, start, Buffer.concat(stretch));
    }
    return end;
  }

  async #write(name: string, at: number, bytes: Uint8Array): Promise<void> {
    await using file = await open(join(this.#folder, name), constants.O_RDWR | constants.O_CREAT);
    // It has been taken away since: the next time, it is brought from its beginning.
    if ((await file.stat()).size < at) return;
    const { bytesWritten } = await file.write(bytes, 0, bytes.byteLength, at);
    if (bytesWritten < bytes.byteLength) throw new StorageError(`${this.#folder} cannot be written to: make room, then start again.`);
    await file.datasync();
  }
}

/** The first of the chunks that may have been written together with the last byte of a copy of this size. */
function firstOfLast(chunks: readonly Chunk[], size: number): number {
  // The first of those that have that byte: what a merging has not removed yet may lack what follows.
  const last = chunks.findIndex(({ offset, bytes }) => offset < size && offset + bytes >= size);
  let first = Math.max(0, last === -1 ? chunks.findLastIndex(({ offset }) => offset < size) : last);
  const least = Math.max(0, first - AT_ONCE + 1);
  for (; first > least; first -= 1) {
    const [before, after] = [chunks[first - 1], chunks[first]];
    // The copy may have what the store lacks.
    if (before === undefined || after === undefined || before.offset + before.bytes < after.offset) break;
  }
  return first;
}
