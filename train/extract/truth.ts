import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { getDomain } from 'tldts';
import { hashOf } from '../../src/extract/blocks/tokens.ts';

/** One page of WCXB and what people took for its content. */
export interface Truth {
  readonly id: string;
  readonly url: string | null;
  readonly page_type: string;
  readonly title: string | null;
  readonly author: string | null;
  readonly publish_date: string | null;
  readonly main_content: string | null;
  readonly with: readonly string[];
  readonly without: readonly string[];
}

export const FOLDS = 5;

const folderOf = (data: string): string => (existsSync(join(data, 'wcxb')) ? join(data, 'wcxb') : data);

export const readTruth = (data: string): readonly Truth[] =>
  readFileSync(join(folderOf(data), 'ground-truth.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Truth);

export const readHtml = (data: string, { id }: Truth): Buffer => gunzipSync(readFileSync(join(folderOf(data), 'html', `${id}.html.gz`)));

/** Which fold a page is in: pages of one registrable domain are together, and one without an address is alone. */
export function foldOf({ id, url }: Truth): number {
  const domain = getDomain(url ?? '', { allowPrivateDomains: true }) ?? `page ${id}`;
  return (hashOf(domain, 0x81_1c_9d_c5) >>> 8) % FOLDS;
}
