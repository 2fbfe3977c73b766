import { createReadStream, existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { type IndexedCapture, parseIndexLine } from '../../../archive/index-line.ts';
import { isGzip } from '../../../archive/member.ts';
import { canonicalize, type QueryRules } from '../../../url/canonical.ts';
import type { Places } from './places.ts';
import type { Flaw } from './unpack.ts';
import type { Wanted } from './wanted.ts';

interface IndexOptions {
  /** For people. */
  readonly name: string;
  readonly prefix?: string;
  readonly wanted: Wanted;
  readonly query: QueryRules;
  readonly tell: (flaw: Flaw) => void;
}

/** Takes note of where the wanted captures of an index stand, and the files by which hosts speak for themselves. Nothing of them is read yet. */
export async function indexPlaces(places: Places, path: string, options: IndexOptions): Promise<void> {
  const { name, wanted, query, tell, prefix = /^https?:/.test(name) ? new URL('.', name).href : dirname(resolve(path)) } = options;
  let number = 0;
  const files = new Map<string, boolean>();
  const stream = createReadStream(path);
  const input = (await isCompressed(path)) ? stream.pipe(createGunzip()) : stream;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    const capture = parseIndexLine(line);
    if (capture === null) {
      if (line.trim() !== '' && !line.startsWith('!') && !line.startsWith(' CDX'))
        tell({ file: name, offset: null, fault: `line ${number} names no capture` });
      continue;
    }
    const url = canonicalize(capture.url, undefined, query);
    if (url === null || !wanted.takes(url, capture.fields)) continue;
    const file = placeIn(prefix, capture.filename);
    const fault = (what: string): Flaw => ({
      file: name,
      offset: null,
      fault: `line ${number} names ${capture.filename}, which is not ${what}`,
    });
    if (file === null) {
      tell(fault(`below ${prefix}`));
      continue;
    }
    const isThere = files.get(file) ?? (/^https?:/.test(file) || existsSync(file));
    if (!isThere && !files.has(file)) tell(fault(`in ${prefix}: --prefix says where such files are`));
    files.set(file, isThere);
    if (isThere) places.add({ ...placeOf(capture), file, url });
  }
}

const placeOf = ({ at, offset, length, fields }: IndexedCapture) => ({
  offset,
  length,
  type: fields['mime'] === 'warc/revisit' ? 'revisit' : 'response',
  id: null,
  at,
  digest: fields['digest'] ?? null,
});

/** Where a file of an index is; null when its name leads out of the prefix. */
function placeIn(prefix: string, filename: string): string | null {
  if (/^https?:\/\//.test(filename)) return filename;
  if (/^https?:\/\//.test(prefix)) {
    const url = URL.parse(filename, prefix)?.href ?? '';
    return url.startsWith(prefix) ? url : null;
  }
  const path = join(prefix, filename);
  const below = relative(prefix, path);
  return below.startsWith('..') || isAbsolute(below) ? null : resolve(path);
}

async function isCompressed(path: string): Promise<boolean> {
  await using file = await open(path);
  const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
  return isGzip(buffer);
}
