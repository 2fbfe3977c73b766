import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { openPromise, type ZipFile } from 'yauzl';
import { z } from 'zod';

/** A WARC file within a WACZ. */
export interface PackedWarc {
  /** Within the package: `archive/data.warc.gz`. */
  readonly name: string;
  readonly content: AsyncIterable<Uint8Array>;
  /** What is wrong with it, once its content was read to the end: that it has not the digest that the package says. */
  readonly fault: () => string | null;
}

const DESCRIPTION = 'datapackage.json';
const LARGEST_DESCRIPTION = 16 * 2 ** 20;
const description = z.object({ resources: z.array(z.object({ path: z.string(), hash: z.string().optional() })) });

/**
 * The WARC files of a WACZ (1.0 to 1.1.1), one after the other, each to be read before the next.
 *
 * @throws Error for a file that is no zip, and for one whose `datapackage.json` is missing or says nothing
 */
export async function* warcsOf(path: string): AsyncGenerator<PackedWarc> {
  const zip = await openPromise(path, { autoClose: false });
  try {
    const entries = await Array.fromAsync(zip.eachEntry());
    const described = entries.find(({ fileName }) => fileName === DESCRIPTION);
    if (described === undefined) throw new Error(`it has no ${DESCRIPTION}, so it is no WACZ`);
    if (described.uncompressedSize > LARGEST_DESCRIPTION) throw new Error(`its ${DESCRIPTION} is larger than ${LARGEST_DESCRIPTION} bytes`);
    const digests = digestsIn((await buffer(await zip.openReadStreamPromise(described))).toString('utf8'));
    for (const entry of entries.filter(({ fileName }) => /^archive\/.+\.warc(?:\.gz|\.zst)?$/.test(fileName))) {
      yield packed(zip, entry, digests.get(entry.fileName) ?? null);
    }
  } finally {
    zip.close();
  }
}

function digestsIn(text: string): ReadonlyMap<string, string> {
  const parsed = description.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(`its ${DESCRIPTION} does not list the files of the package`);
  return new Map(parsed.data.resources.flatMap(({ path, hash }) => (hash === undefined ? [] : [[path, hash] as const])));
}

type Entry = Parameters<ZipFile['openReadStreamPromise']>[0];

function packed(zip: ZipFile, entry: Entry, wanted: string | null): PackedWarc {
  const [, name = '', digest = ''] = /^(sha256|sha512|md5):(.+)$/.exec(wanted ?? '') ?? [];
  const hash = name === '' ? null : createHash(name);
  async function* content(): AsyncGenerator<Uint8Array> {
    for await (const part of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Uint8Array>) {
      hash?.update(part);
      yield part;
    }
  }
  const fault = (): string | null => {
    if (hash === null) return `${DESCRIPTION} has no digest for it`;
    return hash.digest('hex') === digest ? null : `its bytes have not the digest that ${DESCRIPTION} says: it was damaged or changed`;
  };
  return { name: entry.fileName, content: content(), fault };
}
