import { hash32 } from '../hash.ts';
import { bandHashes, type Preset } from '../presets.ts';
import type { Kept } from './claims.ts';
import { KeyTable } from './key-table.ts';

/** Documents that a band is followed to. A band that more have is what the pages of some host have in common, and tells nothing. */
const MOST_IN_BAND = 32;

const word = (bytes: Uint8Array): number =>
  (((bytes[0] ?? 0) << 24) | ((bytes[1] ?? 0) << 16) | ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0)) >>> 0;

/** By what documents are found: numbers of those that have a key, and by chance of others. */
export class Keys {
  readonly #preset: Preset;
  readonly #ids: KeyTable;
  readonly #urls: KeyTable;
  readonly #digests: KeyTable;
  readonly #bands: readonly KeyTable[];

  /** `expected` documents fit in without growing. */
  constructor(preset: Preset, expected = 0) {
    this.#preset = preset;
    const table = (most = Number.POSITIVE_INFINITY): KeyTable => new KeyTable(most, expected);
    [this.#ids, this.#urls, this.#digests] = [table(), table(), table()];
    this.#bands = Array.from({ length: preset.bands }, () => table(MOST_IN_BAND));
  }

  add({ number, id, url, digest, signature }: Kept): void {
    this.#ids.add(hash32(id), number);
    this.#urls.add(word(url), number);
    this.#digests.add(word(digest), number);
    for (const [band, hash] of bandHashes(signature, this.#preset).entries()) this.#bands[band]?.add(hash, number);
  }

  delete({ number, id, url, digest, signature }: Kept): void {
    this.#ids.delete(hash32(id), number);
    this.#urls.delete(word(url), number);
    this.#digests.delete(word(digest), number);
    for (const [band, hash] of bandHashes(signature, this.#preset).entries()) this.#bands[band]?.delete(hash, number);
  }

  withId = (id: string): Iterable<number> => found(this.#ids, hash32(id));
  withUrl = (url: Uint8Array): Iterable<number> => found(this.#urls, word(url));
  withDigest = (digest: Uint8Array): Iterable<number> => found(this.#digests, word(digest));

  near(signature: Uint8Array): Iterable<number> {
    const numbers = new Set<number>();
    for (const [band, hash] of bandHashes(signature, this.#preset).entries()) this.#bands[band]?.find(hash, numbers);
    return numbers;
  }
}

function found(table: KeyTable, hash: number): Iterable<number> {
  const numbers = new Set<number>();
  table.find(hash, numbers);
  return numbers;
}
