import { hash } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { CaptureRef } from '../../../corpus/capture-ref.ts';
import type { Furniture, LineKey } from '../../../corpus/furniture.ts';
import type { Found } from '../../../corpus/look.ts';
import type { Digest, Drop } from '../../../records.ts';

/** Captures that a worker looks at for a build, and what it is to tell of them. */
export interface Slice {
  /** Whose build it is. */
  readonly corpus: string;
  readonly asked: 'lines' | 'findings';
  /** What decides about a page beside the config: see `rules.ts`. A worker that knows other rules cannot answer. */
  readonly rules: Digest;
  /** Names what hosts repeat, among what is prepared; null when nothing does. */
  readonly furniture: string | null;
  readonly captures: readonly CaptureRef[];
}

/** Whoever is asked the same prepares the same under the same name. */
export const nameOf = (slice: Slice): string => hash('sha256', JSON.stringify(slice));

/** For each capture of a slice, in their order. */
export interface Answers {
  readonly lines: readonly (readonly LineKey[] | null)[];
  readonly findings: readonly (Found | Drop)[];
}

interface Written {
  readonly lines: readonly (string | null)[];
  readonly findings: readonly ((Omit<Found, 'signature'> & { readonly signature: string }) | Drop)[];
}

const packed = (json: unknown): Uint8Array => zstdCompressSync(JSON.stringify(json));
const unpacked = (bytes: Uint8Array): unknown => JSON.parse(zstdDecompressSync(bytes).toString('utf8'));

const keysText = (keys: Iterable<LineKey>): string => Buffer.from(BigInt64Array.from(keys).buffer).toString('base64');
const keysIn = (text: string): readonly LineKey[] => [...new BigInt64Array(new Uint8Array(Buffer.from(text, 'base64')).buffer)];

export function writeLines(lines: Answers['lines']): Uint8Array {
  return packed(lines.map((keys) => (keys === null ? null : keysText(keys))));
}

export function readLines(bytes: Uint8Array): Answers['lines'] {
  return (unpacked(bytes) as Written['lines']).map((text) => (text === null ? null : keysIn(text)));
}

export function writeFindings(findings: Answers['findings']): Uint8Array {
  return packed(
    findings.map((found) => ('content' in found ? { ...found, signature: Buffer.from(found.signature).toString('base64') } : found)),
  );
}

export function readFindings(bytes: Uint8Array): Answers['findings'] {
  return (unpacked(bytes) as Written['findings']).map((found) =>
    'content' in found ? { ...found, signature: new Uint8Array(Buffer.from(found.signature, 'base64')) } : found,
  );
}

/** The lines that hosts repeat. */
export type FurnitureByHost = ReadonlyMap<string, ReadonlySet<LineKey>>;

export function writeFurniture(rows: ReturnType<Furniture['rows']>): Uint8Array {
  const byHost = Map.groupBy(rows, ({ host }) => host);
  return packed([...byHost].map(([host, lines]) => [host, keysText(lines.map(({ line }) => BigInt(String(line))))]));
}

export function readFurniture(bytes: Uint8Array): FurnitureByHost {
  return new Map((unpacked(bytes) as readonly (readonly [string, string])[]).map(([host, text]) => [host, new Set(keysIn(text))]));
}
