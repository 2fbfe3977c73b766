import { open } from 'node:fs/promises';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { ObjectsSettings } from '../config/objects.ts';
import { failpoint } from '../disk/failpoint.ts';
import type { ByteRange, Heeded, Objects, ObjectStat, PutCondition } from './objects.ts';
import { Conditions } from './s3/conditions.ts';
import { download } from './s3/download.ts';
import { answered, Patience } from './s3/patience.ts';
import { bucketOf, type Store } from './s3/store.ts';
import { Upload } from './s3/upload.ts';

/** Objects in one request to list or to remove some (AmazonS3 API reference, ListObjectsV2, DeleteObjects). */
const MOST_AT_ONCE = 1000;
/** Of a part (AmazonS3 user guide, "Multipart upload limits": 5 MiB or more, but for the last). */
const PART_BYTES = 8 * 2 ** 20;
/** How long a store may take to answer for the first time: a wrong address should be told soon. */
const FIRST_ANSWER_MS = 10_000;
const CONNECT_MS = 5000;
/** Without a byte, a connection is given up. */
const IDLE_MS = 30_000;

/**
 * Objects in S3, or in a store that speaks its protocol.
 *
 * @throws ObjectsError when the store does not answer, or does not let us in.
 */
export async function openS3(settings: ObjectsSettings): Promise<S3Objects> {
  const objects = new S3Objects(settings);
  try {
    await objects.look();
    return objects;
  } catch (error) {
    await objects.close();
    throw error;
  }
}

export class S3Objects implements Objects {
  readonly place: string;
  readonly #store: Store;
  readonly #conditions: Conditions;

  constructor(settings: ObjectsSettings, partBytes = PART_BYTES) {
    const { url, endpoint, region, pathStyle, accessKeyId, secretAccessKey, patience } = settings;
    const { bucket, prefix } = bucketOf(url);
    this.place = url.replace(/\/$/, '');
    const where = endpoint === undefined ? this.place : `${this.place} (${endpoint})`;
    const client = new S3Client({
      // Patience asks again.
      maxAttempts: 1,
      requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: IDLE_MS },
      // What others than AWS may not know is left out; every request is signed with the SHA-256 of its body anyway.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      forcePathStyle: pathStyle ?? endpoint !== undefined,
      ...(endpoint !== undefined && { endpoint, region: 'us-east-1' }),
      ...(region !== undefined && { region }),
      ...(accessKeyId !== undefined && secretAccessKey !== undefined && { credentials: { accessKeyId, secretAccessKey } }),
    });
    this.#store = { client, bucket, prefix, partBytes, patience: new Patience(where, patience) };
    this.#conditions = new Conditions(this.#store);
  }

  /** Asks the store for something, to see that it answers and lets us in. */
  async look(): Promise<void> {
    await this.#ask('', () => this.#page('', undefined, undefined, 1), FIRST_ANSWER_MS);
  }

  async get(key: string, range?: ByteRange): Promise<Uint8Array | null> {
    // HTTP has no range without a byte in it.
    if (range !== undefined && range.end <= range.start) return (await this.stat(key)) === null ? null : new Uint8Array();
    return this.#ask(key, async () => {
      try {
        const { Body } = await this.#store.client.send(
          new GetObjectCommand({ ...this.#at(key), ...(range !== undefined && { Range: `bytes=${range.start}-${range.end - 1}` }) }),
        );
        return (await Body?.transformToByteArray()) ?? new Uint8Array();
      } catch (error) {
        if (answered(error, 'NoSuchKey')) return null;
        if (answered(error, 416)) return new Uint8Array();
        throw error;
      }
    });
  }

  stat(key: string): Promise<ObjectStat | null> {
    return this.#ask(key, async () => {
      try {
        const { ContentLength = 0, ETag = '' } = await this.#store.client.send(new HeadObjectCommand(this.#at(key)));
        return { key, bytes: ContentLength, etag: ETag };
      } catch (error) {
        if (answered(error, 404)) return null;
        throw error;
      }
    });
  }

  async put(key: string, body: Uint8Array, condition?: PutCondition): Promise<boolean> {
    failpoint('put-object', key);
    if (condition !== undefined) return this.#guarded(key, () => this.#conditions.put(key, body, condition));
    await this.#ask(key, () => this.#store.client.send(new PutObjectCommand({ ...this.#at(key), Body: body })));
    return true;
  }

  /** Puts something to see, and removes it. */
  heeded(): Promise<Heeded> {
    return this.#guarded('', () => this.#conditions.heeded());
  }

  async putFile(key: string, path: string): Promise<void> {
    await using file = await open(path, 'r');
    const { size } = await file.stat();
    if (size > this.#store.partBytes) {
      await this.#guarded(key, () => new Upload(this.#store, key, file, size).run());
      return;
    }
    await this.put(key, await file.readFile());
  }

  getFile(key: string, path: string): Promise<boolean> {
    return this.#guarded(key, () => download(this.#store, key, path));
  }

  async *list(prefix: string, after?: string): AsyncGenerator<ObjectStat> {
    let token: string | undefined;
    do {
      const from = token;
      const { Contents = [], IsTruncated, NextContinuationToken } = await this.#ask(prefix, () => this.#page(prefix, after, from));
      for (const { Key = '', Size = 0, ETag = '' } of Contents) {
        yield { key: Key.slice(this.#store.prefix.length), bytes: Size, etag: ETag };
      }
      token = IsTruncated === true ? NextContinuationToken : undefined;
    } while (token !== undefined);
  }

  async remove(keys: readonly string[]): Promise<void> {
    for (let first = 0; first < keys.length; first += MOST_AT_ONCE) {
      const some = keys.slice(first, first + MOST_AT_ONCE);
      const key = some[0] ?? '';
      failpoint('remove-object', key);
      const { bucket, prefix, client } = this.#store;
      // Some stores know no newer checksum than this, and refuse a list of keys without one.
      const ChecksumAlgorithm = 'MD5';
      const Delete = { Quiet: true, Objects: some.map((each) => ({ Key: prefix + each })) };
      const { Errors = [] } = await this.#ask(key, () =>
        client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete, ChecksumAlgorithm })),
      );
      const [fault] = Errors;
      if (fault === undefined) continue;
      const reason = Object.assign(new Error(fault.Message ?? ''), { name: fault.Code ?? 'Error' });
      throw this.#store.patience.fault((fault.Key ?? key).slice(prefix.length), reason);
    }
  }

  close(): Promise<void> {
    this.#store.patience.close();
    this.#store.client.destroy();
    return Promise.resolve();
  }

  readonly #at = (key: string) => ({ Bucket: this.#store.bucket, Key: this.#store.prefix + key });

  #page(prefix: string, after: string | undefined, token: string | undefined, most = MOST_AT_ONCE) {
    const { bucket, prefix: own, client } = this.#store;
    return client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: own + prefix,
        ...(token === undefined ? after !== undefined && { StartAfter: own + after } : { ContinuationToken: token }),
        MaxKeys: most,
      }),
    );
  }

  #ask<Result>(key: string, ask: () => Promise<Result>, ms?: number): Promise<Result> {
    return this.#guarded(key, () => this.#store.patience.ask(key, ask, ms));
  }

  /** What a store has against us is told as such; failures of the local disk are not its fault. */
  async #guarded<Result>(key: string, act: () => Promise<Result>): Promise<Result> {
    try {
      return await act();
    } catch (error) {
      throw isLocal(error) ? error : this.#store.patience.fault(key, error);
    }
  }
}

const isLocal = (error: unknown): boolean => error instanceof Error && 'syscall' in error && 'path' in error;
