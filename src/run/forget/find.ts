import { basename } from 'node:path';
import { ArchiveError } from '../../archive/archive.ts';
import type { Config } from '../../config/config.ts';
import { corpusFolders, generationsIn } from '../../corpus/generations.ts';
import { readShard } from '../../corpus/shards/read.ts';
import { type Blocklist, blocklistOf } from '../../forgotten/blocklist.ts';
import type { Block, Forgotten, Wish } from '../../forgotten/receipt.ts';
import type { PageUrl } from '../../records.ts';
import type { Engines } from '../engines.ts';
import { readingOf, refined } from '../refined.ts';

export interface Found {
  readonly blocks: readonly Block[];
  readonly documents: readonly Forgotten[];
  /** Bodies in the archive. */
  readonly captures: number;
  /** Ids of documents that no corpus has. */
  readonly missing: readonly string[];
}

export interface FindOptions {
  /** Look into earlier generations, too. */
  readonly everywhere: boolean;
  readonly progress?: (what: string) => void;
}

type Parts = Pick<Engines, 'archive' | 'ledger' | 'pool' | 'staging'>;

/** What is stored of what is to be forgotten, and what must be blocked so that it stays away. Changes nothing. */
export async function find(config: Config, engines: Parts, asked: readonly Wish[], options: FindOptions): Promise<Found> {
  const ids = new Set(asked.filter((wish) => wish.by === 'document').map(({ value }) => value));
  const asWished: readonly Block[] = asked.filter((wish) => wish.by !== 'document');
  const passages = blocklistOf([reasonOf(asWished.filter(({ by }) => by === 'passage'))]);
  const isText = asWished.some(({ by }) => by === 'passage');
  const urls = new Set<PageUrl>();
  const seen = new Set<string>();
  if (ids.size > 0 || isText) {
    for await (const { row } of rows(config, ['id', 'url', ...(isText ? ['text'] : [])], { ...options, everywhere: true })) {
      const id = String(row['id']);
      if (ids.has(id)) seen.add(id);
      if (ids.has(id) || (isText && passages.ofText(String(row['text'])) !== null)) urls.add(String(row['url']) as PageUrl);
    }
  }
  if (isText) for await (const url of pagesWith(config, engines, passages, options)) urls.add(url);
  const blocks = [...asWished, ...[...urls].sort().map((value): Block => ({ by: 'url', value }))];
  return { blocks, missing: [...ids].filter((id) => !seen.has(id)), ...(await reach(config, engines, blocks, options)) };
}

/** What is stored of what is blocked. */
export async function reach(
  config: Config,
  { ledger }: Pick<Engines, 'ledger'>,
  blocks: readonly Block[],
  options: FindOptions,
): Promise<Pick<Found, 'documents' | 'captures'>> {
  const gone = blocklistOf([reasonOf(blocks)]);
  const documents = new Map<string, Forgotten>();
  for await (const { corpus, row } of rows(config, ['id', 'url', 'record_id'], options)) {
    const [id, url] = [String(row['id']), String(row['url']) as PageUrl];
    if (gone.of(url) !== null) documents.set(`${corpus} ${id}`, { corpus, id, url, recordId: String(row['record_id']) });
  }
  let captures = 0;
  for await (const { url, digest, isCollected } of ledger.archived())
    if (digest !== null && !isCollected && gone.of(url) !== null) captures += 1;
  return { documents: [...documents.values()], captures };
}

const reasonOf = (blocks: readonly Block[]) => ({ id: '', at: '', reason: null, blocks: [...blocks] });

/** Rows of the documents of all corpora, once each shard. */
async function* rows({ storage }: Config, columns: readonly string[], { everywhere, progress }: FindOptions) {
  for (const folder of await corpusFolders(storage)) {
    const corpus = basename(folder);
    progress?.(`reading the corpus ${corpus}`);
    const generations = await generationsIn(folder);
    const paths = new Set((everywhere ? generations : generations.slice(-1)).flatMap(({ shards }) => shards.map(({ path }) => path)));
    for (const path of paths) for await (const row of readShard(folder, path, columns)) yield { corpus, row };
  }
}

/** URLs of pages, feeds and documents whose bodies hold a passage, as they came or as an extractor reads them. */
async function* pagesWith(config: Config, engines: Parts, passages: Blocklist, { progress }: FindOptions): AsyncGenerator<PageUrl> {
  const { archive, ledger, pool } = engines;
  let read = 0;
  for await (const { url, recordId, location, isCollected } of ledger.archived()) {
    if (location === null || isCollected) continue;
    progress?.(`read ${(read += 1)} bodies of the archive`);
    const { body, headers } = await archive.read(recordId, location);
    if (passages.ofBody(body, headers) !== null) yield url;
  }
  // What only an extractor can read, such as a PDF; nothing is staged, for it may have to go.
  const staging = { get: (key: string) => engines.staging.get(key), put: async () => undefined };
  for await (const entry of ledger.captures({})) {
    const { capture, crawler, location } = entry;
    if (!config.crawlers.has(crawler) && !config.imports.has(crawler)) continue;
    const bodyOf = async (): Promise<Uint8Array> => (await archive.read(capture.recordId, location)).body;
    const { step } = await refined({ config, staging, pool, ledger }, readingOf(config, crawler), entry, bodyOf).catch((error: unknown) => {
      if (error instanceof ArchiveError) return { step: null };
      throw error;
    });
    if (step?.kept === true && passages.ofText(step.record.text) !== null) yield entry.url;
  }
}
