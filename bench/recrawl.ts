/**
 * What a recrawl costs of a site that only its sitemap dates: `npm run bench -- recrawl --pages 1000 --changed 100`. Prints the share of the bytes, and how many
 * of the changes were found.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from '../src/config/load.ts';
import type { LedgerEntry } from '../src/ledger/ledger.ts';
import { crawl } from '../src/run/crawl.ts';
import { openEngines } from '../src/run/engines.ts';
import { datedSite } from '../test/web/sites/dated-site.ts';
import { serveSites } from '../test/web/web.ts';

const { values } = parseArgs({ options: { pages: { type: 'string', default: '1000' }, changed: { type: 'string', default: '100' } } });
const [pages, changed] = [Number(values.pages), Number(values.changed)];
const HOST = 'dated.test';
const { site, paths, change } = datedSite(HOST, pages);
const web = await serveSites([site]);
const project = mkdtempSync(join(tmpdir(), 'garner-bench-'));
for (const folder of ['config', 'crawlers']) mkdirSync(join(project, folder));
const settings = {
  network: { connectTo: { '*.test': `127.0.0.1:${web.port}` } },
  crawl: { delay: '0ms', adapt: { factor: 0 } },
  disk: { reserve: '0B' },
};
writeFileSync(join(project, 'config/garner.yaml'), JSON.stringify(settings));
writeFileSync(
  join(project, `crawlers/${HOST}.yaml`),
  JSON.stringify({ seeds: [`http://${HOST}/`], revisit: { min: '1d', max: '30d' }, limits: { pages: 2 * pages } }),
);
const config = loadConfig(project, {});
const engines = await openEngines(config, 'bench');

async function round(): Promise<{ readonly bytes: number; readonly requests: number; readonly fetched: ReadonlySet<string> }> {
  const before = web.hits.length;
  const fetched = new Set<string>();
  const recorded = ({ url, outcome }: LedgerEntry): void => {
    if (outcome.kind === 'page') fetched.add(new URL(url).pathname);
  };
  await crawl(config, engines, { crawlers: [HOST], recorded });
  const hits = web.hits.slice(before);
  return { bytes: hits.reduce((sum, { bytes }) => sum + bytes, 0), requests: hits.length, fetched };
}

const first = await round();
const news = paths.filter((_, n) => n % Math.round(pages / changed) === 0).slice(0, changed);
change(news);
const second = await round();
const found = news.filter((path) => second.fetched.has(path)).length;
console.log(`first crawl: ${first.requests} requests, ${first.bytes} bytes`);
console.log(`recrawl: ${second.requests} requests, ${second.bytes} bytes: ${((100 * second.bytes) / first.bytes).toFixed(1)} %`);
console.log(`changes found: ${found} of ${news.length}`);
await engines.close();
await web.close();
rmSync(project, { recursive: true, force: true });
