import { hash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Claim, Verdict } from '../dedup.ts';
import { demandSlots, type Preset, shareBand, slotsOf } from '../presets.ts';
import { similarity } from '../signature.ts';
import { Keys } from './keys.ts';

/** A document that is kept, as it lies on the disk. */
export interface Kept {
  readonly number: number;
  readonly id: string;
  /** The first 128 bits of the address's SHA-256. */
  readonly url: Uint8Array;
  /** The first 128 bits of the text's. */
  readonly digest: Uint8Array;
  readonly signature: Uint8Array;
}

const short = (digest: Uint8Array): Uint8Array => digest.subarray(0, 16);
const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** Claims over one connection. The keys of all documents are in memory, made from the documents when they are first needed. */
export class Claims {
  readonly #preset: Preset;
  readonly #statements: ReturnType<typeof statements>;
  #keys: Keys;
  /** Of the database, when the keys were last as it is. */
  #changes = -1;
  #last = 0;

  constructor(db: DatabaseSync, preset: Preset) {
    this.#preset = preset;
    this.#statements = statements(db);
    this.#keys = new Keys(preset);
  }

  claim({ id, url, digest, signature }: Claim): Verdict {
    const slots = slotsOf(this.#preset);
    demandSlots(signature, slots);
    this.#catchUp();
    const claim = {
      id,
      url: short(hash('sha256', url, 'buffer')),
      digest: short(Buffer.from(digest.slice('sha256:'.length), 'hex')),
      signature: signature.subarray(0, slots),
    };
    const own = this.#first(this.#keys.withId(id), (kept) => kept.id === id);
    const same = this.#first(this.#keys.withDigest(claim.digest), (kept) => isSame(kept.digest, claim.digest));
    if (own !== null && own.number === same?.number) return { kind: 'mine' };
    if (same !== null) return { kind: 'exact', of: same.id };
    const ofPage = this.#first(this.#keys.withUrl(claim.url), (kept) => isSame(kept.url, claim.url));
    const older = [ofPage, own].filter((kept) => kept !== null);
    const near = this.#nearest(claim, older);
    if (near !== null) return near;
    for (const kept of older) this.#remove(kept);
    this.#keep(claim);
    return older[0] === undefined ? { kind: 'unique' } : { kind: 'update', of: older[0].id };
  }

  /** False when it was not there. */
  forget(id: string): boolean {
    this.#catchUp();
    const kept = this.#first(this.#keys.withId(id), (found) => found.id === id);
    if (kept !== null) this.#remove(kept);
    return kept !== null;
  }

  #nearest(claim: Omit<Kept, 'number'>, older: readonly Kept[]): Verdict | null {
    let best: { readonly of: string; readonly estimate: number } | null = null;
    for (const number of [...this.#keys.near(claim.signature)].sort((a, b) => a - b)) {
      const kept = this.#read(number);
      if (kept === null || older.some((each) => each.number === number) || !shareBand(kept.signature, claim.signature, this.#preset))
        continue;
      const estimate = similarity(kept.signature, claim.signature);
      if (estimate >= this.#preset.least && estimate > (best?.estimate ?? -1)) best = { of: kept.id, estimate };
    }
    return best === null ? null : { kind: 'near', ...best };
  }

  #keep(claim: Omit<Kept, 'number'>): void {
    this.#last += 1;
    const kept = { ...claim, number: this.#last };
    this.#statements.insert.run(kept.number, kept.id, kept.url, kept.digest, kept.signature);
    this.#keys.add(kept);
    this.#note();
  }

  #remove(kept: Kept): void {
    this.#statements.remove.run(kept.number);
    this.#keys.delete(kept);
    this.#note();
  }

  #note(): void {
    this.#statements.note.run();
    this.#changes += 1;
  }

  #read(number: number): Kept | null {
    return (this.#statements.read.get(number) as Kept | undefined) ?? null;
  }

  #first(numbers: Iterable<number>, isIt: (kept: Kept) => boolean): Kept | null {
    for (const number of numbers) {
      const kept = this.#read(number);
      if (kept !== null && isIt(kept)) return kept;
    }
    return null;
  }

  /** A transaction that came to nothing has left its keys in memory: they are read anew. */
  #catchUp(): void {
    const changes = Number(this.#statements.changes.get()?.['value']);
    if (changes === this.#changes) return;
    this.#keys = new Keys(this.#preset, Number(this.#statements.count.get()?.['count']));
    this.#last = 0;
    for (const row of this.#statements.all.iterate()) {
      const kept = row as unknown as Kept;
      this.#keys.add(kept);
      this.#last = kept.number;
    }
    this.#changes = changes;
  }
}

const statements = (db: DatabaseSync) => ({
  changes: db.prepare(`SELECT value FROM state WHERE name = 'changes'`),
  note: db.prepare(`UPDATE state SET value = value + 1 WHERE name = 'changes'`),
  insert: db.prepare('INSERT INTO documents(number, id, url, digest, signature) VALUES (?, ?, ?, ?, ?)'),
  remove: db.prepare('DELETE FROM documents WHERE number = ?'),
  read: db.prepare('SELECT number, id, url, digest, signature FROM documents WHERE number = ?'),
  count: db.prepare('SELECT count(*) AS count FROM documents'),
  all: db.prepare('SELECT number, id, url, digest, signature FROM documents ORDER BY number'),
});
