import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { measuredSchema } from './measured.ts';
import { rightsSchema } from './rights-count.ts';
import { StorageError } from '../sqlite/storage-error.ts';
import { tallySchema } from './tally.ts';

/** Grows when a reader of the old shape would misread the new one. */
export const MANIFEST_VERSION = 1;

const instant = z.iso.datetime();
const count = z.int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A shard's place within the corpus folder: no way leads out of it. */
export const shardPath = /^(data|rejected|furniture)\/[A-Za-z0-9][A-Za-z0-9_-]*\/[0-9a-f]{64}\.(parquet|jsonl\.zst)$/;

const shard = z.object({
  path: z.string().regex(shardPath),
  sha256,
  bytes: count,
  rows: count.min(1),
  dump: z.string(),
  /** When all its rows are in one language. */
  language: z.string().optional(),
});

const schema = z.object({
  schemaVersion: z.literal(MANIFEST_VERSION),
  generation: z.int().min(1),
  corpus: z.string().min(1),
  title: z.string().optional(),
  description: z.string().optional(),
  /** Languages the corpus is meant to have. */
  languages: z.array(z.string()),
  /** Who to write to about removal: an https: or mailto: address. */
  contact: z.string().optional(),
  createdAt: instant,
  /** Captures up to this instant were looked at. */
  asOf: instant,
  format: z.enum(['parquet', 'jsonl']),
  /** What decided what was kept, with the digest of all of it. */
  policy: z.looseObject({ digest: z.string() }),
  /** Of removals from it, since it was built. */
  receipts: z.array(z.string()).optional(),
  /** Of the programs that made it. */
  versions: z.record(z.string(), z.string()),
  shards: z.array(shard),
  rejected: z.array(shard),
  /** Lines that were taken out of the texts of a host, for it has them everywhere; missing where none were. */
  furniture: z.array(shard).optional(),
  counts: z.object({
    captured: count,
    kept: count,
    /** Kept, and answered 404 or 410 when the page was last asked for; missing where there are none, and after a removal. */
    gone: count.optional(),
    dropped: z.record(z.string(), count),
  }),
  /** What the generation is made of, for its card. */
  makeup: z.object({
    /** UTF-16 units of the texts that were kept. */
    characters: count,
    /** Captures, and how many of them were kept, by host; the hosts with most captures first. */
    hosts: z.object({ names: count, top: z.array(z.tuple([z.string(), count, count])) }),
    /** Kept documents by what stands in these columns; `unknown` for null. */
    languages: tallySchema,
    licences: tallySchema,
    trainUse: tallySchema,
    extractors: tallySchema,
    /** Missing in manifests of before it was counted. */
    rights: rightsSchema.optional(),
    /** Likewise. */
    measured: measuredSchema.optional(),
  }),
});

/** One generation of a corpus: which shards are in it, and where their rows come from. */
export type Manifest = z.infer<typeof schema>;

/** Every file that a generation names. */
export const shardsOf = ({ shards, rejected, furniture = [] }: Pick<Manifest, 'shards' | 'rejected' | 'furniture'>): Manifest['shards'] => [
  ...shards,
  ...rejected,
  ...furniture,
];

/** The manifest with its keys in the order of the schema. What does not fit is a bug in the build. */
export const checkManifest = (manifest: Manifest): Manifest => schema.parse(manifest);

/** The newest generation's manifest; the corpus is what it names, whatever else lies in the folder. */
export const manifestFile = (folder: string): string => join(folder, 'manifest.json');
export const generationsFolder = (folder: string): string => join(folder, 'manifests');
export const generationFile = (folder: string, generation: number): string => join(generationsFolder(folder), `${generation}.json`);

/**
 * The newest published generation of the corpus in `folder`, or null when none has been published. Throws `StorageError` when its
 * manifest is damaged or from a newer Garner.
 */
export async function readManifest(folder: string): Promise<Manifest | null> {
  return readManifestFile(manifestFile(folder));
}

export async function readManifestFile(file: string): Promise<Manifest | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  return parseManifest(text, file);
}

export function parseManifest(text: string, file: string): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw damaged(file, 'it is not JSON', error);
  }
  const version = z.object({ schemaVersion: z.number() }).safeParse(json).data?.schemaVersion;
  if (version !== undefined && version > MANIFEST_VERSION) {
    throw new StorageError(
      `${file} was written by a newer Garner (schema version ${version}; this one reads up to ${MANIFEST_VERSION}). Update Garner.`,
    );
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw damaged(file, z.prettifyError(parsed.error), parsed.error);
  return parsed.data;
}

function damaged(file: string, what: string, cause: unknown): StorageError {
  return new StorageError(`${file} is damaged: ${what}. Restore it from a backup, or remove the corpus folder and build again.`, { cause });
}
