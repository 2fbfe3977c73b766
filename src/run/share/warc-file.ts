import { join } from 'node:path';
import { entryOf, indexLine } from '../../archive/cdxj.ts';
import { gzipMember, isGzip } from '../../archive/member.ts';
import { type SerialRecord, warcinfoRecord } from '../../archive/record.ts';
import type { WarcRecord } from '../../archive/warc-record.ts';
import { NewFile } from '../../disk/disk.ts';
import type { Headers, Instant } from '../../records.ts';

interface Options {
  /** They are made in it. */
  readonly folder: string;
  /** A file is closed at about this size. */
  readonly bytes: number;
  readonly at: Instant;
  /** For the warcinfo records. */
  readonly info: Headers;
  /** Hears the index line of every capture. */
  readonly indexed: (line: string) => void;
}

/** WARC files that are made of records of others, as they are. */
export class WarcFiles {
  readonly #options: Options;
  readonly #names: string[] = [];
  #file: NewFile | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Of the files so far, in order. */
  get names(): readonly string[] {
    return this.#names;
  }

  /** Copies a record, given as its member in another file. */
  async copy(record: WarcRecord, bytes: Buffer): Promise<void> {
    const file = await this.#writing();
    const member = isGzip(bytes) ? bytes : await gzipMember([bytes]);
    const location = { segment: this.#names.at(-1) ?? '', offset: file.size, length: member.length };
    const entry = entryOf(record, location.segment);
    if (entry !== null) this.#options.indexed(indexLine({ ...entry, location }));
    await file.write(member);
  }

  /** Adds a record of our own, which indexes leave out. */
  async add(record: SerialRecord): Promise<void> {
    await (await this.#writing()).write(await gzipMember(record.parts));
  }

  /** Closes the last file; and begins one where there is none, so that there is one at least. */
  async seal(): Promise<void> {
    const file = await this.#writing();
    this.#file = null;
    await file.seal();
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }

  async #writing(): Promise<NewFile> {
    const { folder, bytes, at, info } = this.#options;
    if (this.#file !== null && this.#file.size >= bytes) await this.seal();
    if (this.#file !== null) return this.#file;
    const name = `data-${String(this.#names.length).padStart(5, '0')}.warc.gz`;
    this.#names.push(name);
    this.#file = await NewFile.create(join(folder, name));
    await this.#file.write(await gzipMember(warcinfoRecord(name, at, info).parts));
    return this.#file;
  }
}
