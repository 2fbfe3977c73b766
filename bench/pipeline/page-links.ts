import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { findLinks } from '../../src/discover/links.ts';
import { openText } from '../../src/extract/open.ts';
import type { Discovery } from '../../src/records.ts';
import { decodeBody } from '../../src/text/charset.ts';
import { canonicalize } from '../../src/url/canonical.ts';
import { politenessKeyOf } from '../../src/url/politeness.ts';

interface Truth {
  readonly id: string;
  readonly url: string | null;
}

/** What a crawl would put into the frontier from each page of a folder with `ground-truth.jsonl` and `html/`: its links to its own site. */
export function* linksOfPages(folder: string): Generator<readonly Discovery[]> {
  const known = new Set(readdirSync(join(folder, 'html')));
  for (const line of readFileSync(join(folder, 'ground-truth.jsonl'), 'utf8').trim().split('\n')) {
    const { id, url } = JSON.parse(line) as Truth;
    const via = url === null ? null : canonicalize(url);
    if (via === null || !known.has(`${id}.html.gz`)) continue;
    const { document } = openText(decodeBody(gunzipSync(readFileSync(join(folder, 'html', `${id}.html.gz`))), 'text/html').text);
    if (document === null) continue;
    const key = politenessKeyOf(via);
    const own = findLinks(document, via).links.filter((link) => politenessKeyOf(link) === key);
    yield own.map((link) => ({ url: link, key, crawler: key, role: 'page', via, depth: 1, hops: 0, priority: 190 }));
  }
}
