import { join } from 'node:path';
import { CAPTURE_NOTE } from '../../archive/capture-note.ts';
import { entryOf, indexLine } from '../../archive/cdxj.ts';
import { metadataRecord } from '../../archive/record.ts';
import type { Damage } from '../../archive/scan.ts';
import { SortedLines } from '../../archive/sorted-lines.ts';
import { writeWacz } from '../../archive/wacz.ts';
import type { Config } from '../../config/config.ts';
import { makeFolder, NewFile, remove, rename } from '../../disk/disk.ts';
import { isPageUrl } from '../../forgotten/blocklist.ts';
import type { Digest, Instant, PageUrl } from '../../records.ts';
import { StorageError } from '../../sqlite/storage-error.ts';
import { version } from '../../version.ts';
import type { Reading } from '../reading.ts';
import { openScratchIndex } from '../scratch-index.ts';
import { type Choice, Chosen } from './chosen.ts';
import { hostFileRecords } from './host-files.ts';
import { pageLines } from './pages.ts';
import { type SharedRecord, sharedRecords } from './records.ts';
import { WarcFiles } from './warc-file.ts';

export interface ShareOptions extends Choice {
  /** The file to make, which appears when it is whole. */
  readonly file: string;
  readonly signal: AbortSignal;
  /** Hears how many records there are. */
  readonly progress: (records: number) => void;
  readonly damaged: (segment: string, damage: Damage) => void;
}

export interface Shared {
  readonly captures: number;
  readonly records: number;
}

const SOFTWARE = `garner/${version}`;

/** Writes the captures of a generation, or all that is in the archive, as one WACZ with what is known of them and of their hosts. */
export async function shareWacz(config: Config, reading: Reading, options: ShareOptions & { readonly text: boolean }): Promise<Shared> {
  const { file, manifest, text } = options;
  const folder = `${file}.parts`;
  const at = Date.parse(manifest.createdAt);
  await remove(folder);
  await makeFolder(folder);
  const index = new SortedLines();
  const seen = openScratchIndex<'captures' | 'host-files'>();
  const warcs = new WarcFiles({
    folder,
    bytes: config.archive.segment,
    at,
    info: [
      ['software', SOFTWARE],
      ['isPartOf', manifest.corpus],
      ['description', `captures of ${manifest.corpus}, generation ${manifest.generation}`],
    ],
    indexed: (line) => index.add(line),
  });
  try {
    const shared = await withRecords(config, reading, options, async ({ record, bytes }, chosen) => {
      await warcs.copy(record, bytes);
      const { id, url } = record;
      const known = isPageUrl(url) ? await chosen.noteOf(url, id) : null;
      if (known === null || !isPageUrl(url)) return false;
      const ofRecord = { recordId: id, url, at: record.at ?? at };
      await warcs.add(metadataRecord(ofRecord, [[CAPTURE_NOTE, JSON.stringify(known)]]));
      const { hostFiles } = known;
      if (hostFiles !== undefined && seen.add('host-files', hostFiles)) await addHostFiles(warcs, reading, hostFiles, ofRecord);
      return seen.add('captures', id);
    });
    await warcs.seal();
    const isThere = (id: string): boolean => seen.has('captures', id);
    await writeLines(join(folder, 'index.cdx'), index.all());
    await writeLines(join(folder, 'pages.jsonl'), pageLines(options, isThere, text));
    const files = [
      ...warcs.names.map((name) => ({ path: join(folder, name), name: `archive/${name}` })),
      { path: join(folder, 'index.cdx'), name: 'indexes/index.cdx' },
      { path: join(folder, 'pages.jsonl'), name: 'pages/pages.jsonl' },
    ];
    const { title = manifest.corpus, description } = manifest;
    const about = { title, ...(description !== undefined && { description }), created: at, software: SOFTWARE };
    await writeWacz(join(folder, 'package.wacz'), files, about);
    await rename(join(folder, 'package.wacz'), file);
    return shared;
  } finally {
    await warcs.close();
    index.close();
    seen.close();
    await remove(folder);
  }
}

/** Writes a CDXJ index over the archive, by which replay tools find captures in its segments. */
export async function shareCdxj(config: Config, reading: Reading, options: ShareOptions): Promise<Shared> {
  const { file } = options;
  const lines = new SortedLines();
  try {
    const shared = await withRecords(config, reading, options, ({ record, segment }) => {
      const entry = entryOf(record, segment);
      if (entry !== null) lines.add(indexLine(entry));
      return entry !== null;
    });
    await remove(`${file}.tmp`);
    await writeLines(`${file}.tmp`, lines.all());
    await rename(`${file}.tmp`, file);
    return shared;
  } finally {
    lines.close();
  }
}

type Take = (shared: SharedRecord, chosen: Chosen) => Promise<boolean> | boolean;

/** Goes over the chosen records; `take` says which are captures. */
async function withRecords(config: Config, reading: Reading, options: ShareOptions, take: Take): Promise<Shared> {
  const { ledger, forgotten } = reading;
  if (ledger === null) throw new StorageError(`nothing was ever crawled or imported in ${config.storage}`);
  const { signal, progress, damaged } = options;
  const chosen = await Chosen.find(ledger, options);
  let [captures, records] = [0, 0];
  try {
    for await (const shared of sharedRecords({ segments: reading.segments, chosen, forgotten, signal, damaged })) {
      if (await take(shared, chosen)) captures += 1;
      progress((records += 1));
    }
    return { captures, records };
  } finally {
    chosen.close();
  }
}

async function addHostFiles(
  warcs: WarcFiles,
  { ledger }: Reading,
  digest: Digest,
  of: { readonly url: PageUrl; readonly at: Instant },
): Promise<void> {
  if (ledger !== null) for (const record of await hostFileRecords(ledger, digest, of.url, of.at)) await warcs.add(record);
}

/** In pieces of some size. */
async function writeLines(path: string, lines: Iterable<string> | AsyncIterable<string>): Promise<void> {
  const file = await NewFile.create(path);
  let piece = '';
  for await (const line of lines) {
    piece += line;
    if (piece.length < 2 ** 18) continue;
    await file.write(Buffer.from(piece));
    piece = '';
  }
  await file.write(Buffer.from(piece));
  await file.seal();
}
