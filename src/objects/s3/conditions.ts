import { randomUUID } from 'node:crypto';
import { DeleteObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { PutCondition } from '../objects.ts';
import { answered } from './patience.ts';
import type { Store } from './store.ts';

/** An etag that nothing has. */
const NO_ETAG = '"00000000000000000000000000000000"';

/**
 * Puts that happen only when a condition holds. Most stores see to that (`If-None-Match`, `If-Match`); for one that does not, it is looked
 * first, and of two that put at the same moment the later one wins.
 */
export class Conditions {
  readonly #store: Store;
  #held: Promise<boolean> | null = null;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Whether the store itself sees to conditions. Found out once, by puts that must fail. */
  areHeld(): Promise<boolean> {
    return (this.#held ??= this.#probe().catch((error: unknown) => {
      this.#held = null;
      throw error;
    }));
  }

  async put(key: string, body: Uint8Array, condition: PutCondition): Promise<boolean> {
    if (await this.areHeld()) return this.#put(key, body, condition);
    const etag = await this.#store.patience.ask(key, () => this.#etag(key));
    if (condition === 'absent' ? etag !== undefined : etag !== condition.etag) return false;
    return this.#put(key, body, null);
  }

  async #put(key: string, body: Uint8Array, condition: PutCondition | null): Promise<boolean> {
    const { client, bucket, prefix, patience } = this.#store;
    const mark = randomUUID();
    const command = new PutObjectCommand({
      Bucket: bucket,
      Key: prefix + key,
      Body: body,
      Metadata: { put: mark },
      ...(condition === 'absent' && { IfNoneMatch: '*' }),
      ...(condition !== null && condition !== 'absent' && { IfMatch: condition.etag }),
    });
    return patience.ask(key, async (failures) => {
      try {
        await client.send(command);
        return true;
      } catch (error) {
        if (!answered(error, 412, 'NoSuchKey')) throw error;
        // The condition may not hold any more because a put of ours did happen, and its answer was lost.
        return failures > 0 && (await this.#mark(key)) === mark;
      }
    });
  }

  async #probe(): Promise<boolean> {
    const key = `.conditions-${randomUUID()}`;
    const { client, bucket, prefix, patience } = this.#store;
    try {
      return (
        (await this.#put(key, new Uint8Array(1), null)) &&
        !(await this.#put(key, new Uint8Array(2), 'absent')) &&
        !(await this.#put(key, new Uint8Array(3), { etag: NO_ETAG }))
      );
    } catch (error) {
      if (answered(error, 501, 400)) return false;
      throw error;
    } finally {
      await patience.ask(key, () => client.send(new DeleteObjectCommand({ Bucket: bucket, Key: prefix + key })));
    }
  }

  readonly #etag = async (key: string): Promise<string | undefined> => (await this.#head(key))?.ETag;
  readonly #mark = async (key: string): Promise<string | undefined> => (await this.#head(key))?.Metadata?.['put'];

  async #head(key: string) {
    const { client, bucket, prefix } = this.#store;
    try {
      return await client.send(new HeadObjectCommand({ Bucket: bucket, Key: prefix + key }));
    } catch (error) {
      if (answered(error, 404)) return undefined;
      throw error;
    }
  }
}
