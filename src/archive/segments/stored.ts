import type { Chunk } from '../../objects/chunks.ts';
import type { Objects } from '../../objects/objects.ts';
import { ByteCache } from './byte-cache.ts';
import { chunksOf, keyOf } from './chunks.ts';

/** Bytes that are asked for at once, where less is wanted: a hundred pages and more, which a build reads in a row. */
const BLOCK = 2 ** 20;
const CACHE = 32 * 2 ** 20;
/** Requests for chunks at once. */
const AT_ONCE = 8;

/** Reads segments out of a store: by ranges when they are sealed, from their chunks before. */
export class StoredSegments {
  readonly #objects: Objects;
  readonly #cache = new ByteCache(CACHE);
  /** Bytes of sealed segments: they never change. */
  readonly #sealed = new Map<string, number>();
  readonly #open = new Map<string, readonly Chunk[]>();

  constructor(objects: Objects) {
    this.#objects = objects;
  }

  /** As many of these bytes as there are; null when there is no such segment. */
  async bytes(segment: string, offset: number, length: number): Promise<Buffer | null> {
    const look = (): Promise<Buffer | null> => this.#look(segment, offset, offset + length);
    // It may be sealed, or taken away, between two requests of a look.
    return (await look()) ?? (await look());
  }

  async #look(segment: string, start: number, end: number): Promise<Buffer | null> {
    const known = this.#open.get(segment) ?? [];
    if (endsAt(known) >= end) return await this.#ofChunks(segment, known, start, end);
    const size = this.#sealed.get(segment) ?? (await this.#objects.stat(keyOf(segment)))?.bytes;
    if (size !== undefined) {
      this.#open.delete(segment);
      this.#sealed.set(segment, size);
      return await this.#ofSealed(segment, start, Math.min(end, size));
    }
    const chunks = [...known, ...(await chunksOf(this.#objects, segment, endsAt(known)))].filter(({ bytes }) => bytes > 0);
    if (chunks.length === 0) return null;
    this.#open.set(segment, chunks);
    return await this.#ofChunks(segment, chunks, start, end);
  }

  async #ofSealed(segment: string, start: number, end: number): Promise<Buffer | null> {
    if (start >= end) return Buffer.alloc(0);
    if (end - start > BLOCK) return this.#whole(segment, [await this.#objects.get(keyOf(segment), { start, end })]);
    const [first, last] = [Math.floor(start / BLOCK), Math.floor((end - 1) / BLOCK)];
    const blocks = await Promise.all([...new Set([first, last])].map((block) => this.#block(segment, block)));
    return this.#whole(segment, blocks)?.subarray(start - first * BLOCK, end - first * BLOCK) ?? null;
  }

  #block(segment: string, block: number): Promise<Uint8Array | null> {
    const size = this.#sealed.get(segment) ?? 0;
    const range = { start: block * BLOCK, end: Math.min((block + 1) * BLOCK, size) };
    return this.#cache.get(`${segment} ${block}`, () => this.#objects.get(keyOf(segment), range));
  }

  /** From the chunk in which it starts on, as far as none is missing. */
  async #ofChunks(segment: string, chunks: readonly Chunk[], start: number, end: number): Promise<Buffer | null> {
    const wanted = chunks.filter(({ offset, bytes }) => offset < end && offset + bytes > start);
    const gap = wanted.findIndex(({ offset }, n) => n > 0 && offset !== endsAt(wanted.slice(n - 1, n)));
    const whole = gap === -1 ? wanted : wanted.slice(0, gap);
    const [first] = whole;
    if (first === undefined || first.offset > start) return Buffer.alloc(0);
    const parts: (Uint8Array | null)[] = [];
    for (let n = 0; n < whole.length; n += AT_ONCE)
      parts.push(...(await Promise.all(whole.slice(n, n + AT_ONCE).map((chunk) => this.#chunk(chunk)))));
    return this.#whole(segment, parts)?.subarray(start - first.offset, end - first.offset) ?? null;
  }

  #chunk({ key }: Chunk): Promise<Uint8Array | null> {
    return this.#cache.get(key, () => this.#objects.get(key));
  }

  /** Null when a part is gone: what was known of the segment no longer holds. */
  #whole(segment: string, parts: readonly (Uint8Array | null)[]): Buffer | null {
    const there = parts.filter((part) => part !== null);
    if (there.length === parts.length) return there.length === 1 && there[0] !== undefined ? bufferOf(there[0]) : Buffer.concat(there);
    this.#sealed.delete(segment);
    this.#open.delete(segment);
    return null;
  }
}

function endsAt(chunks: readonly Chunk[]): number {
  const last = chunks.at(-1);
  return last === undefined ? 0 : last.offset + last.bytes;
}

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
