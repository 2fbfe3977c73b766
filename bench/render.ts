/**
 * Renders pages that scripts make, one after the other, and watches this process and the browser's: neither memory nor the number of processes may
 * grow with the pages, and after the end there is no browser.
 *
 *   npm run bench -- render [--pages 500] [--at-once 2]
 */
import { parseArgs } from 'node:util';
import { createHttpClient } from '../src/fetch/client.ts';
import type { PageUrl } from '../src/records.ts';
import { findBrowser } from '../src/render/find-browser.ts';
import { createRenderer } from '../src/render/renderer.ts';
import { below, processes } from '../test/render/processes.ts';
import { scriptSite } from '../test/render/script-site.ts';
import { serveSites } from '../test/web/web.ts';

const { values } = parseArgs({ options: { pages: { type: 'string', default: '500' }, 'at-once': { type: 'string', default: '2' } } });
const [pages, atOnce] = [Number(values.pages), Number(values['at-once'])];
const KINDS = 50;

const browser = findBrowser();
if (browser === null) throw new Error('no Chromium was found: install one or set GARNER_CHROMIUM');
const site = scriptSite('app.test', KINDS);
const web = await serveSites([site]);
const client = createHttpClient({
  network: { ports: [80], allowPrivate: [], connectTo: { '*.test': `127.0.0.1:${web.port}` }, perAddress: 10_000 },
  limits: { body: 2 ** 20, connect: 5000, firstByte: 5000, idle: 5000, total: 10_000, minRate: 1 },
  userAgent: { name: 'BenchBot' },
});
const renderer = createRenderer({
  browser,
  client,
  limits: { pages: atOnce, deadline: 30_000, requests: 20, bytes: 2 ** 20 },
  agent: 'BenchBot',
});

const figure = (mib: number): string => mib.toFixed(0).padStart(5);
const look = (done: number): void => {
  globalThis.gc?.();
  const browsers = below(process.pid).filter(({ command }) => command.includes('chrom'));
  const theirs = browsers.reduce((sum, { memory }) => sum + memory, 0) / 1024;
  const { rss, heapUsed } = process.memoryUsage();
  console.log(
    `${String(done).padStart(5)} pages  ${String(browsers.length).padStart(3)} browser processes of ${figure(theirs)} MiB   Garner ${figure(rss / 2 ** 20)} MiB, heap ${figure(heapUsed / 2 ** 20)} MiB`,
  );
};

let done = 0;
let wrong = 0;
const render = async (n: number): Promise<void> => {
  const path = `/page/${n % KINDS}`;
  const reply = site.pages.get(path);
  const result = await renderer.render({
    url: `http://app.test${path}` as PageUrl,
    headers: [['Content-Type', 'text/html; charset=utf-8']],
    body: typeof reply === 'object' ? reply.body : Buffer.alloc(0),
    most: 2 ** 20,
    mayRequest: async (url) => ({ refusal: url.includes('/private/') ? 'robots' : null, asksMs: 0 }),
    headersFor: () => [],
    isOurs: () => true,
    mayStart: () => true,
  });
  if (result.kind === 'failure' || !Buffer.from(result.dom).includes('<article>')) wrong += 1;
  done += 1;
  if (done % 100 === 0 || done === 10) look(done);
};

const started = performance.now();
const next = Array.from({ length: pages }, (_, n) => n);
const worker = async (): Promise<void> => {
  for (let n = next.shift(); n !== undefined; n = next.shift()) await render(n);
};
await Promise.all(Array.from({ length: atOnce }, worker));
const seconds = (performance.now() - started) / 1000;
await renderer.close();
await Promise.all([client.close(), web.close()]);
const left = below(process.pid, processes()).filter(({ command }) => command.includes('chrom'));
console.log(
  `${pages} pages in ${seconds.toFixed(0)} s, ${(pages / seconds).toFixed(2)} a second; ${wrong} without their text; ${left.length} browser processes left`,
);
process.exitCode = wrong > 0 || left.length > 0 ? 1 : 0;
