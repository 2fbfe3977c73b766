import { hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { failpoint } from '../../disk/failpoint.ts';
import { StorageError } from '../../sqlite/storage-error.ts';
import { answered } from './patience.ts';
import type { Store } from './store.ts';

/** Parts of one object (AmazonS3 user guide, "Multipart upload limits"). */
const MOST_PARTS = 10_000;
/** Parts under way at once, all of them in memory. */
const AT_ONCE = 3;

/** A multipart upload: parts that an earlier one of the same key left, and whose bytes are those of the file, are not sent again. */
export class Upload {
  readonly #store: Store;
  readonly #key: string;
  readonly #file: FileHandle;
  readonly #size: number;
  readonly #partBytes: number;

  constructor(store: Store, key: string, file: FileHandle, size: number) {
    this.#store = store;
    this.#key = key;
    this.#file = file;
    this.#size = size;
    this.#partBytes = Math.max(store.partBytes, Math.ceil(size / MOST_PARTS));
  }

  async run(): Promise<void> {
    const { client, patience } = this.#store;
    for (;;) {
      failpoint('put-object', this.#key);
      const [left, ...others] = await this.#earlier();
      const id = left ?? (await this.#begin());
      try {
        const there = left === undefined ? new Map<number, string>() : await this.#partsOf(id);
        const Parts = await this.#send(id, there);
        failpoint('put-object', this.#key);
        await patience.ask(this.#key, () =>
          client.send(new CompleteMultipartUploadCommand({ ...this.#at, UploadId: id, MultipartUpload: { Parts } })),
        );
      } catch (error) {
        // Another process that uploads the same has ended it: what it left is looked at again.
        if (answered(error, 'NoSuchUpload')) continue;
        throw error;
      }
      for (const other of others) await this.#abort(other);
      return;
    }
  }

  get #at() {
    return { Bucket: this.#store.bucket, Key: this.#store.prefix + this.#key };
  }

  /** Ids of uploads of this key that were not brought to an end; none where the store does not tell. */
  #earlier(): Promise<readonly string[]> {
    const { client, bucket, prefix, patience } = this.#store;
    const key = prefix + this.#key;
    return patience.ask(this.#key, async () => {
      try {
        const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: key }));
        return Uploads.flatMap(({ Key, UploadId }) => (Key === key && UploadId !== undefined ? [UploadId] : []));
      } catch (error) {
        if (answered(error, 501, 405)) return [];
        throw error;
      }
    });
  }

  async #begin(): Promise<string> {
    const { client, patience } = this.#store;
    const { UploadId = '' } = await patience.ask(this.#key, () => client.send(new CreateMultipartUploadCommand(this.#at)));
    return UploadId;
  }

  /** Etags of the parts that are there, by number. */
  async #partsOf(id: string): Promise<ReadonlyMap<number, string>> {
    const { client, patience } = this.#store;
    const etags = new Map<number, string>();
    // Some stores tell where the next page would begin when there is none, so that the library's own paginator would not end.
    for (let from: string | undefined, isWhole = false; !isWhole;) {
      const command = new ListPartsCommand({ ...this.#at, UploadId: id, ...(from !== undefined && { PartNumberMarker: from }) });
      const { Parts = [], IsTruncated, NextPartNumberMarker } = await patience.ask(this.#key, () => client.send(command));
      for (const { PartNumber = 0, ETag = '' } of Parts) etags.set(PartNumber, ETag);
      from = NextPartNumberMarker;
      isWhole = IsTruncated !== true;
    }
    return etags;
  }

  async #send(id: string, there: ReadonlyMap<number, string>) {
    const count = Math.ceil(this.#size / this.#partBytes);
    const etags: string[] = [];
    let next = 1;
    const sender = async (): Promise<void> => {
      while (next <= count) {
        const number = next++;
        etags[number - 1] = await this.#sendPart(id, number, there.get(number));
      }
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count) }, sender));
    return etags.map((ETag, at) => ({ PartNumber: at + 1, ETag }));
  }

  /** Gives the etag. That of a part is the MD5 of its bytes, unless the store encrypts with keys of its own; then it is sent again. */
  async #sendPart(id: string, number: number, etag: string | undefined): Promise<string> {
    const start = (number - 1) * this.#partBytes;
    const length = Math.min(this.#partBytes, this.#size - start);
    const { buffer, bytesRead } = await this.#file.read(Buffer.allocUnsafe(length), 0, length, start);
    if (bytesRead < length)
      throw new StorageError(`the file for ${this.#key} has changed while it was uploaded: give the same command again`);
    if (etag?.replaceAll('"', '') === hash('md5', buffer)) return etag;
    failpoint('put-object', this.#key);
    const command = new UploadPartCommand({ ...this.#at, UploadId: id, PartNumber: number, Body: buffer });
    const { ETag = '' } = await this.#store.patience.ask(this.#key, () => this.#store.client.send(command));
    return ETag;
  }

  async #abort(id: string): Promise<void> {
    const command = new AbortMultipartUploadCommand({ ...this.#at, UploadId: id });
    await this.#store.patience.ask(this.#key, async () => {
      try {
        await this.#store.client.send(command);
      } catch (error) {
        if (!answered(error, 'NoSuchUpload')) throw error;
      }
    });
  }
}
