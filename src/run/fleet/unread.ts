import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { LedgerEntry } from '../../ledger/ledger.ts';
import type { PolitenessKey, RunId } from '../../records.ts';
import { politenessKeyOf } from '../../url/politeness.ts';
import { AHEAD_OF_HOST } from '../harvest.ts';

/** A page that was not read in this time is not waited for: whoever had it may have died, and somebody else will read it. */
const WAITED_FOR_MS = 30_000;
const LOOK_MS = 100;

/** Pages of each host that are on record and not yet read, as all workers of a run know it. */
export class Unread {
  readonly #client: Redis;
  readonly #prefix: string;

  constructor(client: Redis, namespace: string, run: RunId) {
    this.#client = client;
    this.#prefix = `${namespace}:{${run}}:unread:`;
  }

  async add({ url, fetchId }: Pick<LedgerEntry, 'url' | 'fetchId'>): Promise<void> {
    const key = this.#prefix + politenessKeyOf(url);
    await this.#client
      .pipeline()
      .zadd(key, Date.now(), fetchId)
      .pexpire(key, 2 * WAITED_FOR_MS)
      .exec();
  }

  async remove({ url, fetchId }: Pick<LedgerEntry, 'url' | 'fetchId'>): Promise<void> {
    await this.#client.zrem(this.#prefix + politenessKeyOf(url), fetchId);
  }

  /** Resolves when few pages of a host are left to be read, or when `isOver`. */
  async few(host: PolitenessKey, isOver: () => boolean): Promise<void> {
    while (!isOver() && (await this.#client.zcount(this.#prefix + host, Date.now() - WAITED_FOR_MS, '+inf')) >= AHEAD_OF_HOST) {
      await sleep(LOOK_MS);
    }
  }
}
