import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { makeFolder, remove, replaceFile } from '../disk/disk.ts';
import { sharedAt } from '../objects/shared-folder.ts';
import type { PageUrl } from '../records.ts';
import { StorageError } from '../sqlite/storage-error.ts';

const RECEIPT_VERSION = 1;

const instant = z.iso.datetime();
const count = z.int().min(0);
const passage = z.object({ by: z.literal('passage'), units: z.int().min(1), rolling: z.int(), sha256: z.string() });
const place = z.object({ by: z.enum(['url', 'prefix', 'domain']), value: z.string().min(1) });

/** What a page must not be, to come back. */
const block = z.discriminatedUnion('by', [place, passage]);
/** As it was asked for: a document is found by its id, and blocked by its URL. */
const wish = z.discriminatedUnion('by', [place, passage, z.object({ by: z.literal('document'), value: z.string() })]);

const schema = z.object({
  schemaVersion: z.literal(RECEIPT_VERSION),
  id: z.string().regex(/^[A-Za-z0-9-]+$/),
  at: instant,
  /** Null until all of it is done: the same command goes on. */
  finishedAt: instant.nullable(),
  reason: z.string().nullable(),
  /** From the archive, earlier generations and refined results too. */
  erase: z.boolean(),
  asked: z.array(wish).min(1),
  blocks: z.array(block),
  /** What was found: documents of corpora (a line each in `<id>.documents.jsonl`), and records of the archive with a body. */
  found: z.object({ documents: count, captures: count }),
  /** Generations that are without it, and by which shards that came about. */
  corpora: z.array(
    z.object({
      name: z.string(),
      /** The generation it was removed from; with `erase`, earlier ones have an entry of their own, and keep their number. */
      from: z.int().min(1),
      generation: z.int().min(1),
      documents: count,
      promoted: count,
      removed: z.array(z.string()),
      written: z.array(z.string()),
    }),
  ),
  /** Segments of the archive that were written anew, or removed when nothing was left (`written` is null). */
  segments: z.array(z.object({ removed: z.string(), written: z.string().nullable() })),
  /** Refined results that were removed. */
  results: count,
});

/** What was asked to be forgotten, and what was done. While it lies in the storage folder, what it names does not come back. */
export type Receipt = z.infer<typeof schema>;
export type Wish = z.infer<typeof wish>;
export type Block = z.infer<typeof block>;

/** A document that went. */
export interface Forgotten {
  readonly corpus: string;
  readonly id: string;
  readonly url: PageUrl;
  readonly recordId: string;
}

export const newReceipt = (begun: Pick<Receipt, 'id' | 'at' | 'reason' | 'erase' | 'asked' | 'blocks' | 'found'>): Receipt => ({
  schemaVersion: RECEIPT_VERSION,
  ...begun,
  finishedAt: null,
  corpora: [],
  segments: [],
  results: 0,
});

export const isReceipt = (name: string): boolean => /^[A-Za-z0-9-]+\.json$/.test(name);
export const folderIn = (storage: string): string => join(storage, 'forgotten');

export const receiptFile = (storage: string, id: string): string => join(folderIn(storage), `${id}.json`);

/** Oldest first. @throws StorageError when one is damaged, or from a newer Garner: what it blocks would come back. */
export function readReceipts(storage: string): readonly Receipt[] {
  const folder = folderIn(storage);
  const names = existsSync(folder) ? readdirSync(folder).filter(isReceipt) : [];
  return names.sort().map((name) => parse(join(folder, name)));
}

function parse(file: string): Receipt {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(file, error);
  }
  return receiptIn(text, file);
}

const unreadable = (file: string, error: unknown): StorageError =>
  new StorageError(`${file} cannot be read: ${(error as Error).message}. Restore it from a copy: it says what must not come back.`);

/** The receipt that a file, or an object, holds. @throws StorageError */
export function receiptIn(text: string, file: string): Receipt {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw unreadable(file, error);
  }
  const version = z.object({ schemaVersion: z.number() }).safeParse(json).data?.schemaVersion ?? 0;
  if (version > RECEIPT_VERSION)
    throw new StorageError(
      `${file} was written by a newer Garner (schema version ${version}; this one reads ${RECEIPT_VERSION}). Update Garner.`,
    );
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new StorageError(`${file} is damaged: ${z.prettifyError(parsed.error)}. Restore it from a copy: it says what must not come back.`);
}

/** Removes what was written down for a receipt that then was not. */
export async function removeUnreceipted(storage: string): Promise<void> {
  const folder = folderIn(storage);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  for (const name of names) {
    const of = /^([A-Za-z0-9-]+)\.documents\.jsonl$/.exec(name)?.[1];
    if (!name.endsWith('.tmp') && (of === undefined || names.includes(`${of}.json`))) continue;
    const shared = sharedAt(folder);
    if (shared !== null) await shared.objects.remove([shared.keyOf(join(folder, name))]);
    await remove(join(folder, name));
  }
}

/** Puts a receipt where all machines see it, and on the disk; from then on, what it names is blocked. */
export async function writeReceipt(storage: string, receipt: Receipt): Promise<void> {
  await write(storage, `${receipt.id}.json`, `${JSON.stringify(schema.parse(receipt), null, 2)}\n`);
}

/** Writes down which documents go: before the receipt, and before anything is removed. */
export async function writeDocuments(storage: string, id: string, documents: readonly Forgotten[]): Promise<void> {
  const lines = documents.map((each) => `${JSON.stringify(each)}\n`);
  await write(storage, `${id}.documents.jsonl`, lines.join(''));
}

async function write(storage: string, name: string, text: string): Promise<void> {
  const file = join(folderIn(storage), name);
  const shared = sharedAt(storage);
  if (shared !== null) await shared.objects.put(shared.keyOf(file), Buffer.from(text));
  await makeFolder(folderIn(storage));
  await replaceFile(file, text);
}
