import { type Listing, listingOf, type Shared } from '../../objects/shared-folder.ts';
import type { Operations } from '../../sqlite/store.ts';
import type { Writer } from '../../sqlite/writer.ts';
import { StorageError } from '../../sqlite/storage-error.ts';
import { type Batch, batchName, type batchOperations } from './batches.ts';

/** Results that are put before they go to the store together. */
const TOGETHER = 256;

type Batches = ReturnType<typeof batchOperations>;

/** Keeps staged results the same on all machines: this one's go to the store in batches, and theirs come from there, each once. */
export class Sharing {
  readonly #writer: Pick<Writer<Batches & Operations>, 'call'>;
  readonly #shared: Shared;
  readonly #folder: string;
  #since = 0;
  #sharing: Promise<void> | null = null;

  /** `folder` is where the database lies; the batches are there in the store. */
  constructor(writer: Pick<Writer<Batches & Operations>, 'call'>, shared: Shared, folder: string) {
    this.#writer = writer;
    this.#shared = shared;
    this.#folder = folder;
  }

  /** A result waits. Many go up together, while others come. */
  noted(): void {
    this.#since += 1;
    if (this.#since < TOGETHER || this.#sharing !== null) return;
    // What cannot go up now waits on: see `share`.
    this.#alone(() => this.#putBatch()).catch(() => undefined);
  }

  /** Puts up all that waits. */
  async share(): Promise<void> {
    await this.#alone(async () => {
      while (await this.#putBatch());
    });
  }

  /** One after the other: what waits is in one batch. */
  async #alone(act: () => Promise<unknown>): Promise<void> {
    const before = this.#sharing;
    const sharing = (async () => {
      await before?.catch(() => undefined);
      await act();
    })();
    this.#sharing = sharing;
    try {
      await sharing;
    } finally {
      if (this.#sharing === sharing) this.#sharing = null;
    }
  }

  async #putBatch(): Promise<boolean> {
    this.#since = 0;
    const batch = await this.#writer.call('waitingBatch');
    if (batch === null) return false;
    await this.#put(batch);
    await this.#writer.call('batched', batch.name, batch.rows);
    return true;
  }

  /** Takes in what others have put up, and gives up what is no more. */
  async refresh(): Promise<void> {
    // In this order: what another process of this machine puts up meanwhile is not taken for gone.
    const known = new Set(await this.#writer.call('batches'));
    const there = await this.#listing();
    await this.#writer.call(
      'dropBatches',
      [...known].filter((name) => !there.has(name)),
    );
    for (const name of there.keys()) {
      const body = known.has(name) ? null : await this.#get(name);
      if (body !== null) await this.#writer.call('takeBatch', { name, body });
    }
  }

  /** Writes the batches anew that hold results which are here no longer. */
  async sweep(): Promise<void> {
    const known = new Set(await this.#writer.call('batches'));
    for (const name of (await this.#listing()).keys()) {
      const body = known.has(name) ? await this.#get(name) : null;
      if (body === null) continue;
      const swept = await this.#writer.call('swept', { name, body });
      if (swept?.name === name) continue;
      if (swept !== null) {
        await this.#put(swept);
        await this.#writer.call('renameBatch', name, swept.name);
      }
      await this.#shared.objects.remove([this.#keyOf(name)]);
      await this.#writer.call('dropBatches', [name]);
    }
  }

  /** Batches that are not what they were put up as. */
  async *faults(): AsyncGenerator<string> {
    for (const name of (await this.#listing()).keys()) {
      const body = await this.#get(name);
      if (body !== null && batchName(body) !== name)
        yield `the batch ${this.#shared.objects.place}/${this.#keyOf(name)} is not what was put there: remove it`;
    }
  }

  readonly #keyOf = (name: string): string => `${this.#shared.keyOf(this.#folder)}/${name}`;

  readonly #get = (name: string): Promise<Uint8Array | null> => this.#shared.objects.get(this.#keyOf(name));

  async #put({ name, body }: Batch): Promise<void> {
    await this.#shared.objects.put(this.#keyOf(name), body);
  }

  async #listing(): Promise<Listing> {
    const there = await listingOf(this.#shared, this.#folder);
    return new Map([...there].filter(([name]) => /^[0-9a-f]{64}\.jsonl\.zst$/.test(name)));
  }
}

/** What may fail at a close: all of it waits in the database until the next one. */
export async function shareAtClose(sharing: Sharing): Promise<void> {
  try {
    await sharing.share();
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
  }
}
