/**
 * A long crawl and its build in one process: whether memory stays flat, what a URL costs on disk, and what is still open at the end.
 *
 *   npm run bench -- scale [--pages 100000] [--hosts 100] [--every 5000] [--extractor NAME]
 *
 * Memory is read after a full garbage collection of the main thread; `rss` is that of the whole process, its worker threads included.
 */
import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from '../src/config/load.ts';
import { build } from '../src/run/build.ts';
import { crawl } from '../src/run/crawl.ts';
import { openEngines } from '../src/run/engines.ts';

const { values } = parseArgs({
  options: {
    pages: { type: 'string', default: '100000' },
    hosts: { type: 'string', default: '100' },
    every: { type: 'string', default: '5000' },
    extractor: { type: 'string' },
  },
});
const every = Number(values.every);
const hosts = Number(values.hosts);
const project = mkdtempSync(join(tmpdir(), 'garner-scale-'));
const storage = join(project, 'storage');
const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1).padStart(8);

const server = fork(new URL('pipeline/tree-hosts.ts', import.meta.url), [values.pages, values.hosts]);
const { port, pages } = await new Promise<{ port: number; pages: number }>((resolve) => server.once('message', resolve as () => void));

mkdirSync(join(project, 'config'));
mkdirSync(join(project, 'crawlers'));
const names = Array.from({ length: hosts }, (_, n) => `h${n}.test`);
const write = (file: string, content: object): void => writeFileSync(join(project, file), JSON.stringify(content));
write('config/garner.yaml', {
  network: { connectTo: { '*.test': `127.0.0.1:${port}` }, perAddress: 1_000_000 },
  crawl: { delay: '0ms' },
  disk: { reserve: '0B' },
});
for (const name of names) {
  write(`crawlers/${name}.yaml`, {
    seeds: [`http://${name}/`],
    sitemaps: false,
    limits: { pages: 1_000_000, depth: 1000 },
    ...(values.extractor !== undefined && { extractor: values.extractor }),
  });
}

/** Bytes of a database with its log. */
const databaseBytes = (name: string): number =>
  readdirSync(storage)
    .filter((file) => file === name || file === `${name}-wal`)
    .reduce((sum, file) => sum + statSync(join(storage, file)).size, 0);

const started = performance.now();
let peakFrontier = 0;
const show = (phase: string, done: number): void => {
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  peakFrontier = Math.max(peakFrontier, databaseBytes('frontier.db'));
  const seconds = ((performance.now() - started) / 1000).toFixed(0).padStart(6);
  const figures = [rss, heapUsed, external, databaseBytes('frontier.db'), databaseBytes('ledger.db')].map(megabytes);
  console.log([seconds, phase.padEnd(9), String(done).padStart(8), ...figures].join(' '));
};

console.log(`${pages} pages on ${hosts} hosts`);
console.log('     s phase         done   rss MB  heap MB  ext. MB frontier   ledger');
const config = loadConfig(project, {});
const engines = await openEngines(config, 'bench');
let fetched = 0;
const crawled = await crawl(config, engines, {
  crawlers: names,
  recorded: ({ outcome }) => {
    if (outcome.kind === 'page' && (fetched += 1) % every === 0) show('crawl', fetched);
  },
});
show('crawled', fetched);
const built = await build(config, engines, {
  name: 'scale',
  crawlers: names,
  progress: ({ phase, done }) => {
    if (done > 0 && done % (4 * every) === 0) show(phase, done);
  },
});
show('built', built.manifest.counts.kept);
await engines.close();
server.disconnect();

const { discovered } = crawled.frontier;
const perUrl = (bytes: number): string => `${(bytes / discovered).toFixed(0)} bytes a URL`;
const { captured, kept } = built.manifest.counts;
console.log(`${discovered} URLs discovered, ${captured} captured, ${kept} kept; ${(crawled.durationMs / 1000).toFixed(0)} s of crawl`);
console.log(`frontier: ${perUrl(peakFrontier)} at its largest; ledger: ${perUrl(databaseBytes('ledger.db'))}`);
const folderBytes = (name: string): number =>
  readdirSync(join(storage, name)).reduce((sum, file) => sum + statSync(join(storage, name, file)).size, 0);
console.log(
  `${(folderBytes('archive') / captured).toFixed(0)} bytes a capture in the archive, ${(folderBytes('refined') / captured).toFixed(0)} of its staged result`,
);
rmSync(project, { recursive: true, force: true });
// What is open now keeps no process alive; were something left, this one would not end.
setTimeout(() => {
  const open = process.getActiveResourcesInfo().filter((name) => !/^(Timeout|TTYWrap|PipeWrap|FSReqPromise)$/.test(name));
  console.log(`open handles: ${open.join(', ') || 'none'}`);
  process.once('exit', () => console.log('ended by itself'));
}, 1000);
