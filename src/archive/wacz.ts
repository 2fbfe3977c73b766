import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { NewFile } from '../disk/disk.ts';
import type { Instant } from '../records.ts';

/** A file that goes into a package. */
export interface PackageFile {
  /** On disk. */
  readonly path: string;
  /** Within the package: `archive/data.warc.gz`. */
  readonly name: string;
}

export interface WaczDescription {
  readonly title: string;
  readonly description?: string;
  readonly created: Instant;
  /** Name and version of the program. */
  readonly software: string;
}

/** What stands in `datapackage.json` of a file. */
interface Resource {
  readonly name: string;
  readonly path: string;
  readonly hash: string;
  readonly bytes: number;
}

/**
 * Writes a WACZ 1.1.1: WARC files, stored as they are so that a reader finds records by their bytes, an index and pages, with the digest of each. The same
 * files give the same bytes.
 */
export async function writeWacz(
  path: string,
  files: readonly PackageFile[],
  { title, description, created, software }: WaczDescription,
): Promise<void> {
  const resources: Resource[] = [];
  for (const file of files) resources.push(await resourceOf(file));
  const at = new Date(created);
  const described = Buffer.from(
    `${JSON.stringify(
      {
        profile: 'data-package',
        wacz_version: '1.1.1',
        title,
        ...(description !== undefined && { description }),
        created: at.toISOString(),
        software,
        resources,
      },
      null,
      2,
    )}\n`,
  );
  const digest = { path: 'datapackage.json', hash: `sha256:${createHash('sha256').update(described).digest('hex')}` };
  const zip = new ZipFile();
  const how = { mtime: at, mode: 0o100644 };
  for (const { path: from, name } of files) zip.addFile(from, name, { ...how, compress: !name.startsWith('archive/') });
  zip.addBuffer(described, 'datapackage.json', how);
  zip.addBuffer(Buffer.from(`${JSON.stringify(digest, null, 2)}\n`), 'datapackage-digest.json', how);
  const ended = new Promise<never>((_, reject) => zip.on('error', reject));
  ended.catch(() => undefined);
  zip.end();
  const file = await NewFile.create(path);
  try {
    await Promise.race([ended, copied(zip.outputStream as Readable, file)]);
    await file.seal();
  } catch (error) {
    await file.close().catch(() => undefined);
    throw error;
  }
}

async function copied(from: AsyncIterable<Buffer>, to: NewFile): Promise<void> {
  for await (const part of from) await to.write(part);
}

async function resourceOf({ path, name }: PackageFile): Promise<Resource> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const part of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(part);
    bytes += part.length;
  }
  return { name: basename(name), path: name, hash: `sha256:${hash.digest('hex')}`, bytes };
}
