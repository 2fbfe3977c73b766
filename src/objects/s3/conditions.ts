import { randomUUID } from 'node:crypto';
import { DeleteObjectCommand, HeadObjectCommand, PutObjectCommand, type PutObjectCommandInput } from '@aws-sdk/client-s3';
import type { Heeded, PutCondition } from '../objects.ts';
import { answered } from './patience.ts';
import type { Store } from './store.ts';

/** An etag that nothing has. */
const NO_ETAG = '"00000000000000000000000000000000"';

type Form = (etag: string) => string;
/** How stores want an etag in If-Match: as they gave it, with its quotes (RFC 9110 §13.1.1), or without them, as Ceph compares it. */
const FORMS: readonly Form[] = [(etag) => etag, (etag) => etag.replaceAll('"', '')];

type Header = Pick<PutObjectCommandInput, 'IfNoneMatch' | 'IfMatch'>;

interface Found {
  readonly absent: boolean;
  /** Null when the store does not see to etags. */
  readonly form: Form | null;
}

/**
 * Puts that happen only when a condition holds. Most stores see to that (`If-None-Match`, `If-Match`); for one that does not, it is looked
 * first, and of two that put at the same moment the later one wins.
 */
export class Conditions {
  readonly #store: Store;
  #found: Promise<Found> | null = null;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Which conditions the store itself sees to. Found out once, by puts of which some must fail. */
  async heeded(): Promise<Heeded> {
    const { absent, form } = await this.#look();
    return { absent, etag: form !== null };
  }

  async put(key: string, body: Uint8Array, condition: PutCondition): Promise<boolean> {
    const { absent, form } = await this.#look();
    if (condition === 'absent' && absent) return this.#put(key, body, { IfNoneMatch: '*' });
    if (condition !== 'absent' && form !== null) return this.#put(key, body, { IfMatch: form(condition.etag) });
    const there = (await this.#store.patience.ask(key, () => this.#head(key)))?.ETag;
    if (condition === 'absent' ? there !== undefined : there !== condition.etag) return false;
    return this.#put(key, body);
  }

  #look(): Promise<Found> {
    return (this.#found ??= this.#probe().catch((error: unknown) => {
      this.#found = null;
      throw error;
    }));
  }

  async #put(key: string, body: Uint8Array, condition: Header = {}): Promise<boolean> {
    const { client, bucket, prefix, patience } = this.#store;
    const mark = randomUUID();
    const command = new PutObjectCommand({ Bucket: bucket, Key: prefix + key, Body: body, Metadata: { put: mark }, ...condition });
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

  async #probe(): Promise<Found> {
    const key = `.conditions-${randomUUID()}`;
    const { client, bucket, prefix, patience } = this.#store;
    // Null when the store says that it does not know such a condition.
    const happens = async (condition: Header): Promise<boolean | null> => {
      try {
        return await this.#put(key, Buffer.from(randomUUID()), condition);
      } catch (error) {
        if (answered(error, 501, 400)) return null;
        throw error;
      }
    };
    try {
      await this.#put(key, new Uint8Array());
      const absent = (await happens({ IfNoneMatch: '*' })) === false;
      for (const form of FORMS) {
        const wrong = await happens({ IfMatch: form(NO_ETAG) });
        if (wrong === true) break;
        const { ETag = '' } = (await patience.ask(key, () => this.#head(key))) ?? {};
        if (wrong === false && (await happens({ IfMatch: form(ETag) })) === true) return { absent, form };
      }
      return { absent, form: null };
    } finally {
      await patience.ask(key, () => client.send(new DeleteObjectCommand({ Bucket: bucket, Key: prefix + key })));
    }
  }

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
