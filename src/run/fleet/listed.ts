import type { Redis } from 'ioredis';
import type { Instant, PageUrl, RunId } from '../../records.ts';
import { type Dated, type Listed, listedKey } from '../listed.ts';

/** Hashes that the dates are spread over: Redis keeps up to 128 short fields of one as a list, at about 20 bytes each. */
const HASHES = 8192;
/** Dates that are told at once. */
const BATCH = 1000;

/** As all workers of a run have read it; a URL that several lists name has the date that was told last. */
export class FleetListed implements Listed {
  readonly #client: Redis;
  readonly #prefix: string;

  constructor(client: Redis, namespace: string, run: RunId) {
    this.#client = client;
    this.#prefix = prefixOf(namespace, run);
  }

  async note(pages: readonly Dated[]): Promise<void> {
    for (let first = 0; first < pages.length; first += BATCH) {
      const told = this.#client.pipeline();
      for (const { url, lastModified } of pages.slice(first, first + BATCH)) {
        const key = listedKey(url);
        told.hset(`${this.#prefix}${key % HASHES}`, key.toString(36), Math.floor(lastModified / 1000).toString(36));
      }
      await told.exec();
    }
  }

  async lastModified(url: PageUrl): Promise<Instant | null> {
    const key = listedKey(url);
    const seconds = await this.#client.hget(`${this.#prefix}${key % HASHES}`, key.toString(36));
    return seconds === null ? null : Number.parseInt(seconds, 36) * 1000;
  }
}

const prefixOf = (namespace: string, run: RunId): string => `${namespace}:{${run}}:listed:`;

/** Forgets what was read in a run that is over. */
export async function forgetListed(client: Redis, namespace: string, run: RunId): Promise<void> {
  for (let first = 0; first < HASHES; first += 512) {
    await client.unlink(...Array.from({ length: 512 }, (_, n) => `${prefixOf(namespace, run)}${first + n}`));
  }
}
