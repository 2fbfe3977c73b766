import { hash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { ArchiveError, type Archive, type Archived } from '../../archive/archive.ts';
import type { FetchResponse } from '../../fetch/fetch.ts';
import type { PageUrl, RunId } from '../../records.ts';
import type { Recalled } from '../attempt.ts';

/** What waits for a browser for longer is fetched again. */
const KEPT_S = 86_400;

/** What the archive does not tell of a response. */
type Noted = Pick<FetchResponse, 'durationMs' | 'wireBytes' | 'ip' | 'statusText'>;

interface Note extends Noted {
  readonly archived: Archived;
}

/**
 * Responses that were fetched by workers without a browser, and archived, for those who have one: by URL, some 300 bytes each while the page waits. One that is lost,
 * or whose record cannot be read here, is fetched again.
 */
export class HandedOver {
  readonly #client: Redis;
  readonly #archive: Pick<Archive, 'read'>;
  readonly #prefix: string;

  constructor(client: Redis, archive: Pick<Archive, 'read'>, namespace: string, run: RunId) {
    this.#client = client;
    this.#archive = archive;
    this.#prefix = `${namespace}:{${run}}:handed:`;
  }

  async put({ url, durationMs, wireBytes, ip, statusText }: FetchResponse, archived: Archived): Promise<void> {
    const note: Note = { archived, durationMs, wireBytes, ip, statusText };
    await this.#client.set(this.#keyOf(url), JSON.stringify(note), 'EX', KEPT_S);
  }

  /** Whoever takes it has it alone. */
  async take(url: PageUrl): Promise<Recalled | null> {
    const text = await this.#client.getdel(this.#keyOf(url));
    if (text === null) return null;
    const { archived, ...noted } = JSON.parse(text) as Note;
    try {
      const { at, status, headers, body } = await this.#archive.read(archived.recordId, archived.location);
      return { archived, response: { kind: 'response', url, at, status, headers, body, requestHeaders: [], ...noted } };
    } catch (error) {
      if (error instanceof ArchiveError) return null;
      throw error;
    }
  }

  readonly #keyOf = (url: string): string => this.#prefix + hash('sha256', url, 'buffer').toString('base64url', 0, 12);
}
