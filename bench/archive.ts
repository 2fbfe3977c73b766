/**
 * What archiving costs: pages a second, megabytes a second, and milliseconds of CPU on the main thread a page; on the disk alone, and with an object
 * store on loopback, from which the pages are then read in order by a machine that has none of them.
 *
 *   node bench/archive.ts [pages] [concurrency]
 */
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { threadCpuUsage } from 'node:process';
import { Worker } from 'node:worker_threads';
import { openWarcArchive, type WarcArchive } from '../src/archive/warc-archive.ts';
import { readWarc } from '../src/archive/read-warc.ts';
import type { Archived, Exchange } from '../src/archive/archive.ts';
import { objects as objectsSchema, type ObjectsSettings } from '../src/config/objects.ts';
import type { Objects } from '../src/objects/objects.ts';
import { openS3 } from '../src/objects/s3.ts';

const pages = Number(process.argv[2] ?? 3000);
const concurrency = Number(process.argv[3] ?? 32);

/** A fixed sequence of numbers in [0, 1), so that every run writes the same pages. */
let state = 20_261_124;
const chance = (): number => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
};
const words = Array.from({ length: 4000 }, () =>
  Array.from({ length: 2 + Math.floor(chance() * 9) }, () => String.fromCodePoint(97 + Math.floor(chance() * 26))).join(''),
);

/** Markup and skewed words: compresses about as HTML does. */
function page(bytes: number): Buffer {
  let html = '<!doctype html><title>bench</title>';
  while (html.length < bytes) {
    html += `<p class="paragraph" id="p${html.length}">`;
    for (let n = 0; n < 12; n++) html += `${words[Math.floor(chance() ** 2 * words.length)] ?? ''} `;
    html += '</p>\n';
  }
  return Buffer.from(html);
}

const exchange = (n: number, body: Buffer): Exchange => ({
  url: `https://example.org/section/page-${n}.html`,
  at: 1_795_489_200_000 + n,
  ip: '192.0.2.1',
  request: {
    method: 'GET',
    headers: [
      ['user-agent', 'GarnerBot/0.1 (+https://example.org/bot)'],
      ['accept', 'text/html,application/xhtml+xml'],
      ['accept-encoding', 'gzip, br, zstd'],
    ],
  },
  status: 200,
  statusText: 'OK',
  headers: Array.from({ length: 14 }, (_, h) => [`x-header-${h}`, `a value of ordinary length ${h}`] as const),
  body,
});

interface Written {
  readonly folder: string;
  readonly archive: WarcArchive;
  readonly archived: readonly Archived[];
}

const rate = (count: number, took: number): string => ((count / took) * 1000).toFixed(0).padStart(6);

async function write(bytes: number, objects: Objects | null): Promise<Written> {
  const folder = await mkdtemp(join(tmpdir(), 'garner-bench-'));
  const bodies = Array.from({ length: 16 }, () => page(bytes));
  const archive = await openWarcArchive(folder, { segmentBytes: 1e9, software: 'garner-bench', objects });
  const archived: Archived[] = [];
  let next = 0;
  const work = async (until: number): Promise<void> => {
    while (next < until) {
      const n = next++;
      archived.push(await archive.write(exchange(n, bodies[n % bodies.length] ?? Buffer.alloc(0))));
    }
  };
  const run = (until: number): Promise<void[]> => Promise.all(Array.from({ length: concurrency }, () => work(until)));
  await run(200);
  const before = threadCpuUsage();
  const start = performance.now();
  await run(200 + pages);
  const ms = performance.now() - start;
  const { user, system } = threadCpuUsage(before);
  console.log(
    `${(bytes / 1000).toFixed(0).padStart(4)} kB pages, ${objects === null ? 'disk ' : 'store'}: written ${rate(pages, ms)} pages/s, ` +
      `${rate((pages * bytes) / 1e6, ms)} MB/s, main thread ${((user + system) / 1000 / pages).toFixed(3)} ms/page`,
  );
  return { folder, archive, archived };
}

async function onDisk(bytes: number): Promise<void> {
  const { folder, archive } = await write(bytes, null);
  await archive.close();
  const segment = join(folder, (await readdir(folder)).find((name) => name.endsWith('.warc.gz')) ?? '');
  const { size } = await stat(segment);
  const readStart = performance.now();
  let records = 0;
  for await (const record of readWarc(segment)) records += record.type === 'response' ? 1 : 0;
  const readMs = performance.now() - readStart;
  console.log(
    `      read through ${rate(records, readMs)} pages/s; stored ${((size / (bytes * (pages + 200))) * 100).toFixed(0)} % of the bytes`,
  );
  await rm(folder, { recursive: true });
}

async function inStore(bytes: number, settings: ObjectsSettings): Promise<void> {
  const objects = await openS3({ ...settings, url: `${settings.url}/${bytes}` });
  const { folder, archive, archived } = await write(bytes, objects);
  let groups = 0;
  for await (const { key } of objects.list('archive/')) groups += key.includes('.open/') ? 1 : 0;
  const sealing = performance.now();
  await archive.close();
  const sealed = performance.now();
  const reader = await openWarcArchive(join(folder, 'elsewhere'), { segmentBytes: 1, software: 'garner-bench', readOnly: true, objects });
  for (const { recordId, location } of archived) await reader.read(recordId, location);
  const readMs = performance.now() - sealed;
  console.log(
    `      in ${groups} objects, ${(archived.length / groups).toFixed(1)} pages each; sealed in ${(sealed - sealing).toFixed(0)} ms; ` +
      `read one by one elsewhere ${rate(archived.length, readMs)} pages/s`,
  );
  await reader.close();
  await objects.close();
  await rm(folder, { recursive: true });
}

console.log(`${pages} pages, ${concurrency} writers at once, Node ${process.version}`);
const store = new Worker(new URL('object-store.ts', import.meta.url));
const settings = objectsSchema.parse((await once(store, 'message'))[0]);
for (const bytes of [2000, 20_000, 50_000, 100_000]) {
  await onDisk(bytes);
  await inStore(bytes, settings);
}
await store.terminate();
