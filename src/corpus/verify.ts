import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StorageError } from '../sqlite/storage-error.ts';
import type { PageUrl, RecordId } from '../records.ts';
import { contentDigest } from '../text/normalise.ts';
import { areColumns, documentColumns, furnitureColumns, rejectedColumns } from './columns.ts';
import { generationsIn, strayFiles } from './generations.ts';
import { type Manifest, readManifest, shardsOf } from './manifest.ts';
import { documentId } from './order.ts';
import { formatOf } from './shards/read.ts';
import type { Column, Row } from './shards/shard.ts';
import { straysShared } from './store/drop.ts';
import { openOriginal } from './store/original.ts';

/** Something in what is stored that is not as it should be. */
export interface Fault {
  /** File, and place in it. */
  readonly where: string;
  readonly what: string;
  readonly remedy: string;
}

export interface CorpusCheck {
  /** Whether the archive has the record, or had it and was told to remove it. */
  readonly hasRecord: (id: RecordId) => boolean;
  /** Why a page may not be in it; null when it may. */
  readonly forgotten: (url: PageUrl) => string | null;
  /** False when a document of this id has been seen. */
  readonly isFirst: (id: string) => boolean;
  /** Called after each row. */
  readonly row: () => void;
}

const AGAIN = 'build the corpus again: a new generation is made from the archive';
const RESTORE = `restore the file from a copy, or ${AGAIN}`;
const RESTORE_OBJECT =
  'restore the object from a copy; or remove it, and build the corpus again: what the newest generation has of it is put there';

/** Reads a corpus through: manifests, shards, every row of the newest generation, and what no generation names. */
export async function* verifyCorpus(folder: string, check: CorpusCheck): AsyncGenerator<Fault> {
  let manifest: Manifest | null;
  let generations: readonly Manifest[];
  try {
    manifest = await readManifest(folder);
    generations = await generationsIn(folder);
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    yield { where: folder, what: error.message, remedy: RESTORE };
    return;
  }
  if (manifest === null) return;
  if (!generations.some(({ generation }) => generation === manifest.generation))
    yield { where: join(folder, 'manifests'), what: `generation ${manifest.generation} is missing, which manifest.json is`, remedy: AGAIN };
  const files = new Map([manifest, ...generations].flatMap(shardsOf).map((shard) => [shard.path, shard] as const));
  const rows = new RowCheck(folder, manifest, check);
  for (const shard of files.values()) {
    await using original = await openOriginal(folder, shard.path);
    const what = await fileFault(original.file, shard);
    if (what === null) yield* rows.faults(shard, original.file);
    else {
      rows.isWhole = false;
      yield { where: original.where, what, remedy: original.isShared ? RESTORE_OBJECT : RESTORE };
    }
    const copy = original.isShared && existsSync(join(folder, shard.path)) ? await fileFault(join(folder, shard.path), shard) : null;
    if (copy !== null) yield { where: join(folder, shard.path), what: copy, remedy: 'remove the file: it is read from the store' };
  }
  yield* rows.countFaults();
  for (const path of new Set([...(await strayFiles(folder)), ...(await straysShared(folder))]))
    yield { where: join(folder, path), what: 'no generation names it', remedy: 'the next build or `garner gc` removes it' };
}

async function fileFault(path: string, { bytes, sha256 }: { readonly bytes: number; readonly sha256: string }): Promise<string | null> {
  const size = (await stat(path).catch(() => null))?.size;
  if (size === undefined) return 'the shard is missing';
  if (size !== bytes) return `it has ${size} bytes, and the manifest says ${bytes}`;
  const content = createHash('sha256');
  for await (const chunk of createReadStream(path)) content.update(chunk as Buffer);
  return content.digest('hex') === sha256 ? null : 'its bytes are not those that were written: its SHA-256 is another';
}

/** Rows of the newest generation, and what its manifest says of them. */
class RowCheck {
  readonly #folder: string;
  readonly #manifest: Manifest;
  readonly #check: CorpusCheck;
  readonly #columns = new Map<string, readonly Column[]>();
  readonly #dropped = new Map<string, number>();
  /** False when there are shards that can not be read: then drops are not counted. */
  isWhole = true;

  constructor(folder: string, manifest: Manifest, check: CorpusCheck) {
    this.#folder = folder;
    this.#manifest = manifest;
    this.#check = check;
    const { shards, rejected, furniture = [] } = manifest;
    for (const [of, columns] of [
      [shards, documentColumns],
      [rejected, rejectedColumns],
      [furniture, furnitureColumns],
    ] as const)
      for (const { path } of of) this.#columns.set(path, columns);
  }

  /** Of a shard that is whole, and lies in this file. */
  async *faults({ path, rows }: Manifest['shards'][number], file: string): AsyncGenerator<Fault> {
    const columns = this.#columns.get(path);
    if (columns === undefined) return;
    const where = join(this.#folder, path);
    let count = 0;
    for await (const row of formatOf(path).read(file)) {
      count += 1;
      this.#check.row();
      const what = areColumns(Object.keys(row), columns) ? rowFault(row, this.#check) : 'it has other columns';
      if (what !== null) yield { where: `${where}, row ${count} (${String(row['url'] ?? row['host'])})`, what, remedy: AGAIN };
      if (columns === rejectedColumns) tally(this.#dropped, `${String(row['stage'])}/${String(row['rule'])}`);
    }
    if (count !== rows) yield { where, what: `it has ${count} rows, and the manifest says ${rows}`, remedy: AGAIN };
  }

  *countFaults(): Generator<Fault> {
    const { captured, kept, dropped: counted } = this.#manifest.counts;
    const rows = this.#manifest.shards.reduce((sum, shard) => sum + shard.rows, 0);
    const drops = Object.values(counted).reduce((sum, n) => sum + n, 0);
    const where = join(this.#folder, 'manifest.json');
    if (rows !== kept || kept + drops !== captured)
      yield {
        where,
        what: `it counts ${captured} captured, ${kept} kept and ${drops} dropped; its shards have ${rows} rows`,
        remedy: AGAIN,
      };
    if (!this.isWhole) return;
    for (const [rule, count] of Object.entries(counted))
      if (this.#dropped.get(rule) !== count)
        yield { where, what: `it counts ${count} drops by ${rule}; there are ${this.#dropped.get(rule) ?? 0}`, remedy: AGAIN };
  }
}

const tally = (counts: Map<string, number>, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);

function rowFault(row: Row, { hasRecord, isFirst, forgotten }: CorpusCheck): string | null {
  const { record_id: record, id, url, text, content_sha256: content } = row;
  if (!('record_id' in row)) return null;
  if (!hasRecord(String(record) as RecordId)) return `the archive has no record ${String(record)}`;
  if (!('text' in row)) return null;
  if (typeof text !== 'string' || typeof id !== 'string' || typeof url !== 'string') return 'it has no text, id or url';
  const gone = forgotten(url as PageUrl);
  if (gone !== null) return `it is there, and yet it was ${gone}`;
  const digest = contentDigest(text);
  if (digest !== `sha256:${String(content)}`) return 'its content_sha256 is not that of its text';
  if (id !== documentId(url as PageUrl, digest)) return 'its id is not that of its URL and text';
  return isFirst(id) ? null : `another row has the id ${id} as well`;
}
