import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { makeFolder, remove, rename, replaceFile } from '../../disk/disk.ts';
import { documentColumns } from '../columns.ts';
import { rowsOf } from '../documents.ts';
import type { Manifest } from '../manifest.ts';
import { openSeries, type SealedShard } from '../shards/series.ts';
import { AttributionFile } from './attribution.ts';
import { type ExportFormat, exportFormats, type FormatName } from './formats.ts';
import type { Plan, Split, Wanted } from './plan.ts';
import { ExportRefused } from './refused.ts';
import { describe, RECORD, type WrittenFile } from './describe.ts';

export interface ExportInput extends Wanted {
  /** Of the corpus. */
  readonly folder: string;
  readonly manifest: Manifest;
  readonly format: FormatName;
  /** The folder to make. */
  readonly to: string;
  /** An earlier export that stands there is replaced. */
  readonly force: boolean;
  /** A file is closed after the row group that brings it to this size. */
  readonly shardBytes: number;
  readonly separator: string;
  readonly signal?: AbortSignal;
  /** Called after each row that is read. */
  readonly onRow: () => void;
}

const SPLITS: readonly Split[] = ['train', 'validation'];

/** Throws `ExportRefused` when something stands at `to` that may not be replaced. */
export async function demandRoom({ to, force }: Pick<ExportInput, 'to' | 'force'>): Promise<void> {
  const names = await readdir(to).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    if (error.code === 'ENOTDIR') throw new ExportRefused(`${to} is a file: name a folder that is to be made`);
    throw error;
  });
  if (names.length === 0 || (force && names.includes(RECORD))) return;
  throw new ExportRefused(
    names.includes(RECORD)
      ? `${to} holds an export already: --force replaces it`
      : `${to} is not empty, and what is in it is no export of Garner's: name another folder`,
  );
}

/** Writes what was planned. The folder appears whole, by one rename, or not at all. Returns its files, in order. */
export async function writeExport(input: ExportInput, plan: Plan): Promise<readonly WrittenFile[]> {
  const to = resolve(input.to);
  const draft = join(dirname(to), `.${basename(to)}.draft`);
  const old = join(dirname(to), `.${basename(to)}.old`);
  await remove(draft);
  await makeFolder(draft);
  try {
    const files = await writeFiles(input, plan, draft);
    await remove(old);
    await demandRoom(input);
    if (existsSync(to)) await rename(to, old);
    await rename(draft, to);
    await remove(old);
    return files;
  } finally {
    await remove(draft);
  }
}

async function writeFiles(input: ExportInput, plan: Plan, draft: string): Promise<readonly WrittenFile[]> {
  const format = exportFormats[input.format]({ source: input.manifest.corpus, separator: input.separator });
  const written = await writeRows(input, plan, draft, format);
  const files: WrittenFile[] = [];
  for (const split of SPLITS) {
    const own = written.filter((each) => each.dump === split);
    for (const [nth, { path, sha256, bytes, rows }] of own.entries()) {
      const place = `${format.placeOf(split, nth, own.length)}.${format.ending}`;
      await makeFolder(dirname(join(draft, place)));
      await rename(join(draft, path), join(draft, place));
      files.push({ path: place, sha256, bytes, rows, split });
    }
  }
  await remove(join(draft, 'parts'));
  for (const [name, text] of Object.entries(describe(input, plan, files))) await replaceFile(join(draft, name), text);
  return files;
}

/** One pass, and one more for every further copy, so that a document's copies stand apart. */
async function writeRows(input: ExportInput, plan: Plan, draft: string, format: ExportFormat): Promise<readonly SealedShard[]> {
  const { folder, manifest, shardBytes, signal, onRow } = input;
  let parts = 0;
  const temporary = (): string => join(draft, `${(parts += 1)}.tmp`);
  const open = (): ReturnType<typeof openSeries> =>
    openSeries({ folder: draft, temporary, series: 'parts', columns: documentColumns, format, shardBytes, nameOf: String });
  const series = { train: open(), validation: open() };
  const attribution = await AttributionFile.create(join(draft, 'ATTRIBUTION.jsonl'));
  try {
    for (let pass = 0; pass < plan.mostCopies; pass += 1)
      for await (const row of rowsOf(folder, manifest.shards)) {
        signal?.throwIfAborted();
        onRow();
        const { split, copies } = plan.placeOf(row);
        if (copies <= pass) continue;
        await series[split].add(split, row);
        if (pass === 0) await attribution.add(row);
      }
    await attribution.seal();
    return [...(await series.train.close()), ...(await series.validation.close())];
  } catch (error) {
    await attribution.close().catch(() => undefined);
    throw error;
  } finally {
    for (const each of Object.values(series)) await each.discard();
  }
}
