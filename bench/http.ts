/**
 * Our HTTP client against undici's own `request`, over the same pages in one run:
 * node bench/http.ts [--pages 4000] [--concurrency 32] [--rounds 3]
 * Prints the page rate of both and what a page costs the main thread in each.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs, promisify } from 'node:util';
import { gunzip, gzipSync } from 'node:zlib';
import { Agent, request } from 'undici';
import { createHttpClient } from '../src/fetch/client.ts';

const WORDS = 'paper glass metal battery compost bottle lid rinse sort bin collection recycle household kitchen garden textile'.split(' ');

/** Text that gzips about as well as real pages do. */
function page(bytes: number): Buffer {
  let seed = 7;
  const next = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % below;
  };
  let html = '<!doctype html><title>Sorting</title>';
  while (html.length < bytes)
    html += `<p id="p${next(9973)}">${Array.from({ length: 40 }, () => `${WORDS[next(16)]}${next(500)}`).join(' ')}</p>\n`;
  return Buffer.from(html.slice(0, bytes));
}

if (process.argv[2] === 'serve') {
  const bodies = new Map(
    [20_000, 90_000].flatMap((size): [string, Buffer][] => [
      [`/${size}`, page(size)],
      [`/${size}.gz`, gzipSync(page(size))],
    ]),
  );
  const server = createServer({ keepAliveTimeout: 60_000 }, (incoming, outgoing) => {
    const path = incoming.url?.split('?')[0] ?? '';
    const body = bodies.get(path) ?? Buffer.from('');
    outgoing.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-length': body.length,
      ...(path.endsWith('.gz') && { 'content-encoding': 'gzip' }),
    });
    outgoing.end(body);
  });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
  process.on('disconnect', () => process.exit());
} else {
  await compare();
}

interface Cost {
  readonly perSecond: number;
  readonly mainMs: number;
}

async function measure(pages: number, concurrency: number, one: (i: number) => Promise<number>): Promise<Cost> {
  const start = performance.now();
  const cpu = process.threadCpuUsage();
  let next = 0;
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (let i = next++; i < pages; i = next++) if ((await one(i)) === 0) throw new Error('an empty page');
    }),
  );
  const used = process.threadCpuUsage(cpu);
  return { perSecond: (pages * 1000) / (performance.now() - start), mainMs: (used.user + used.system) / 1000 / pages };
}

async function compare(): Promise<void> {
  const { values } = parseArgs({ options: { pages: { type: 'string' }, concurrency: { type: 'string' }, rounds: { type: 'string' } } });
  const pages = Number(values.pages ?? 4000);
  const concurrency = Number(values.concurrency ?? 32);
  const rounds = Number(values.rounds ?? 3);
  const server = fork(new URL(import.meta.url), ['serve']);
  const [port] = (await once(server, 'message')) as [number];

  const hosts = 50;
  const client = createHttpClient({
    network: { ports: [80], allowPrivate: [], connectTo: { '*.test': `127.0.0.1:${port}` }, perAddress: 1_000_000 },
    limits: { body: 10 * 2 ** 20, connect: 10_000, firstByte: 20_000, idle: 10_000, total: 60_000, minRate: 1000 },
    userAgent: { name: 'BenchBot', contact: 'mailto:bench@example.org' },
  });
  const agent = new Agent({ connections: concurrency });
  const unzip = promisify(gunzip);
  const raw = (path: string) => async (i: number) => {
    const { body } = await request(`http://127.0.0.1:${port}${path}?${i}`, { dispatcher: agent });
    const bytes = await body.arrayBuffer();
    return path.endsWith('.gz') ? (await unzip(bytes)).byteLength : bytes.byteLength;
  };
  const ours = (path: string) => async (i: number) => {
    const answer = await client.fetch({ url: `http://h${i % hosts}.test${path}?${i}` });
    return answer.kind === 'response' ? answer.body.byteLength : 0;
  };

  console.log(`${pages} pages, ${concurrency} at once, ${hosts} hosts, best of ${rounds} rounds`);
  console.log('page          raw undici           our client           ratio   main thread: ours − raw');
  for (const path of ['/20000', '/20000.gz', '/90000', '/90000.gz']) {
    const best: { raw: Cost | null; ours: Cost | null } = { raw: null, ours: null };
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, one] of [
        ['raw', raw(path)],
        ['ours', ours(path)],
      ] as const) {
        const cost = await measure(pages, concurrency, one);
        if (cost.perSecond > (best[name]?.perSecond ?? 0)) best[name] = cost;
      }
    }
    if (best.raw === null || best.ours === null) continue;
    const show = ({ perSecond, mainMs }: Cost): string => `${perSecond.toFixed(0).padStart(6)}/s ${mainMs.toFixed(3)} ms`;
    const ratio = (best.ours.perSecond / best.raw.perSecond).toFixed(2);
    console.log(
      `${path.padEnd(12)} ${show(best.raw)}   ${show(best.ours)}   ${ratio}   ${(best.ours.mainMs - best.raw.mainMs).toFixed(3)} ms/page`,
    );
  }
  await Promise.all([client.close(), agent.close()]);
  server.disconnect();
}
