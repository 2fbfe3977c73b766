import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { WARCParser } from 'warcio';
import { openPromise } from 'yauzl';

/** A record as the parser of others reads it. */
export interface SeenRecord {
  readonly type: string;
  readonly id: string;
  readonly url: string | null;
  readonly payload: Buffer;
}

/** The files of a package, by name. */
export async function filesOfWacz(path: string): Promise<ReadonlyMap<string, Buffer>> {
  const zip = await openPromise(path, { autoClose: false });
  const files = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry()) {
    // What readers fetch by ranges of bytes must stand as it is.
    if (entry.fileName.startsWith('archive/') && entry.compressionMethod !== 0) throw new Error(`${entry.fileName} is compressed`);
    files.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
  }
  zip.close();
  return files;
}

export async function recordsIn(bytes: Uint8Array): Promise<readonly SeenRecord[]> {
  const records: SeenRecord[] = [];
  for await (const record of new WARCParser(new Blob([new Uint8Array(bytes)]).stream(), { keepHeadersCase: true })) {
    const payload = Buffer.from(await record.readFully(true));
    records.push({
      type: record.warcType ?? '',
      id: record.warcHeader('WARC-Record-ID') ?? '',
      url: record.warcTargetURI ?? null,
      payload,
    });
  }
  return records;
}

export const sha256 = (bytes: Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

export const linesOf = (bytes: Uint8Array | undefined): readonly string[] =>
  Buffer.from(bytes ?? [])
    .toString('utf8')
    .split('\n')
    .filter(Boolean);
