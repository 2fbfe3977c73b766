import type { Channel } from './channel.ts';
import { StorageError } from './storage-error.ts';
import type { Call, Result } from './transaction.ts';

/** More calls than this are split over several transactions, so that none takes long to answer. */
const MAX_BATCH = 1024;

interface Pending {
  readonly call: Call;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: Error) => void;
}

/** Collects calls while the batch before them is under way, and sends them together: the slower the disk, the larger the group. */
export class GroupCommit {
  readonly #channel: Channel;
  #waiting: Pending[] = [];
  #pumping: Promise<void> | null = null;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  call(name: string, args: readonly unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ call: { name, args }, resolve, reject });
      this.#pumping ??= this.#pump();
    });
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.#pumping !== null) await this.#pumping;
  }

  async close(): Promise<void> {
    await this.idle();
    const [result] = await this.#channel.close();
    if (result !== undefined && !result.ok) throw errorOf(result);
  }

  async #pump(): Promise<void> {
    // All that is called in this tick goes together.
    await new Promise(setImmediate);
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, MAX_BATCH);
      this.#waiting = this.#waiting.slice(MAX_BATCH);
      await this.#send(batch);
    }
    this.#pumping = null;
  }

  async #send(batch: readonly Pending[]): Promise<void> {
    try {
      const results = await this.#channel.send(batch.map(({ call }) => call));
      for (const [n, pending] of batch.entries()) {
        const result = results[n];
        if (result?.ok === true) pending.resolve(result.value);
        else pending.reject(result === undefined ? new Error(`${pending.call.name} had no answer`) : errorOf(result));
      }
    } catch (error) {
      const reason = error instanceof Error ? error : new Error(String(error));
      for (const pending of batch) pending.reject(reason);
    }
  }
}

/** The error that was flattened on its way between threads. */
export const errorOf = ({ message, isStorage }: Result & { ok: false }): Error =>
  isStorage ? new StorageError(message) : new Error(message);
