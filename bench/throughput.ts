/**
 * The whole pipeline, as people run it: `garner crawl` and `garner build` over a web on loopback, watched from outside.
 *
 *   npm run bench -- throughput --pages DIR [--hosts 20]     the .html.gz files of a folder
 *   npm run bench -- throughput [--synthetic 2000]           the synthetic web
 *   … --peer "node crawler.mjs"                              then another crawler over the same hosts, given a seed URL and an output file
 *
 * Threads and memory are read from /proc, so on Linux only. Stages of refining are timed by themselves, in one thread, over --sample pages.
 */
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { stageTimes } from './pipeline/stages.ts';
import { type Watched, watchProcess } from './pipeline/watch.ts';

const { values } = parseArgs({
  options: {
    pages: { type: 'string' },
    synthetic: { type: 'string', default: '2000' },
    hosts: { type: 'string', default: '20' },
    port: { type: 'string', default: '8189' },
    extractor: { type: 'string' },
    sample: { type: 'string', default: '100' },
    every: { type: 'string', default: '10' },
    peer: { type: 'string', multiple: true, default: [] },
    keep: { type: 'boolean', default: false },
  },
});
const root = join(import.meta.dirname, '..');
const project = mkdtempSync(join(tmpdir(), 'garner-throughput-'));
const write = (file: string, content: object): void => writeFileSync(join(project, file), JSON.stringify(content));
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

interface Served {
  readonly pages: number;
  readonly port: number;
}

async function serve(file: string, args: readonly string[]): Promise<{ readonly child: ChildProcess; readonly served: Served }> {
  const child = fork(new URL(file, import.meta.url), args);
  const served = await new Promise<Served>((resolve, reject) => {
    child.once('message', (message) => resolve(message as Served));
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
  });
  return { child, served };
}

interface Timed extends Watched {
  readonly seconds: number;
  readonly stdout: string;
}

/** Runs a program to its end, with its talk on this terminal's stderr. */
async function timed(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Timed> {
  const start = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env });
  const watched = watchProcess(child.pid ?? 0, Number(values.every) * 1000);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}`);
  return { ...watched(), seconds: (performance.now() - start) / 1000, stdout: Buffer.concat(chunks).toString() };
}

const cpuOf = ({ threads }: Watched): number => [...threads.values()].reduce((sum, seconds) => sum + seconds, 0);

/** What the threads of Garner do, by their names. */
const WORK: readonly (readonly [RegExp, string])[] = [
  [/^MainThread|^node/, 'fetch: requests, scheduling, digests'],
  [/^libuv/, 'thread pool: compression, files, names'],
  [/^garner front/, 'frontier'],
  [/^garner ledge/, 'ledger'],
  [/^garner /, 'staged results'],
  [/^WorkerThread|^piscina|^refine/, 'refine: parse, links, rights, extraction'],
  [/.*/, 'engine: garbage collection, compilation'],
];

function byWork({ threads }: Watched): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const [name, seconds] of threads) {
    const work = WORK.find(([pattern]) => pattern.test(name))?.[1] ?? name;
    sums.set(work, (sums.get(work) ?? 0) + seconds);
  }
  return new Map([...sums].sort(([, a], [, b]) => b - a));
}

function show(title: string, run: Timed, pages: number): void {
  const cpu = cpuOf(run);
  const perCpu = cpu > 0 ? `, ${(pages / cpu).toFixed(1)} pages per CPU-second` : '';
  console.log(
    `${title}: ${pages} pages in ${run.seconds.toFixed(1)} s, ${(pages / run.seconds).toFixed(1)} pages/s${perCpu}, peak ${megabytes(run.peakBytes)}`,
  );
}

async function garner(...args: readonly string[]): Promise<Timed> {
  return timed(process.execPath, [join(root, 'src/cli/main.ts'), '--project', project, ...args], {
    ...process.env,
    GARNER_DEMO_PORT: String(served.port),
  });
}

mkdirSync(join(project, 'config', 'topics'), { recursive: true });
mkdirSync(join(project, 'crawlers'));
const hosts = Number(values.hosts);
const { child: server, served } =
  values.pages === undefined
    ? await serve('pipeline/synthetic-web.ts', [values.synthetic])
    : await serve('pipeline/page-folder.ts', [values.pages, values.hosts, values.port]);
const addresses = Array.from({ length: hosts }, (_, n) => `127.0.1.${n + 1}`);
const common = { userAgent: { contact: 'mailto:bench@example.org' }, crawl: { delay: '0ms' } };
if (values.pages === undefined) {
  for (const part of ['crawlers', 'config']) cpSync(join(root, 'demo', part), join(project, part), { recursive: true });
  write('config/garner.yaml', { ...common, network: { connectTo: { '*.test': `127.0.0.1:${served.port}` } } });
} else {
  write('config/garner.yaml', { ...common, network: { ports: [served.port], allowPrivate: ['127.0.1.0/24'], perAddress: 100_000 } });
  write('crawlers/127.0.1.1.yaml', {
    seeds: addresses.map((address) => `http://${address}:${served.port}/`),
    scope: { hosts: addresses },
    limits: { depth: 1 },
    ...(values.extractor !== undefined && { extractor: values.extractor }),
  });
  write('config/topics/waste-sorting.yaml', { title: 'Pages of a folder', crawlers: ['127.0.1.1'] });
}
try {
  const crawl = await garner('crawl', '--topic', 'waste-sorting', '--json');
  const build = await garner('build', 'waste-sorting', '--json');
  const { counts } = JSON.parse(build.stdout.trim().split('\n').at(-1) ?? '') as { counts: { captured: number; kept: number } };
  show('crawl', crawl, counts.captured);
  for (const [work, seconds] of byWork(crawl))
    console.log(`  ${work.padEnd(44)} ${((seconds * 1000) / counts.captured).toFixed(2).padStart(8)} ms CPU a page`);
  if (crawl.memory.length > 2) console.log(`  memory every ${values.every} s: ${crawl.memory.map(megabytes).join(', ')}`);
  show('build', build, counts.captured);
  const whole = crawl.seconds + build.seconds;
  console.log(
    `whole: ${(counts.captured / whole).toFixed(1)} pages/s, ${(counts.captured / (cpuOf(crawl) + cpuOf(build))).toFixed(1)} pages per CPU-second, ${counts.kept} kept`,
  );
  if (values.pages !== undefined) await showStages(values.pages);
  for (const peer of values.pages === undefined ? [] : values.peer) await runPeer(peer);
} finally {
  server.disconnect();
  if (values.keep) console.log(`kept: ${project}`);
  else rmSync(project, { recursive: true, force: true });
}

async function showStages(folder: string): Promise<void> {
  const files = readdirSync(folder)
    .filter((name) => /\.html(\.gz)?$/.test(name))
    .sort();
  const step = Math.max(1, Math.floor(files.length / Number(values.sample)));
  const bodies = files
    .filter((_, n) => n % step === 0)
    .map((name) => [name, readFileSync(join(folder, name))] as const)
    .map(([name, bytes]) => (name.endsWith('.gz') ? gunzipSync(bytes) : bytes));
  const extractor = (values.extractor ?? 'readability') as Parameters<typeof stageTimes>[1];
  console.log(`stages of refining, ms a page in one thread, over ${bodies.length} pages:`);
  for (const [stage, ms] of await stageTimes(bodies, extractor)) console.log(`  ${stage.padEnd(8)} ${ms.toFixed(2).padStart(8)}`);
}

async function runPeer(peer: string): Promise<void> {
  const out = join(project, 'peer.jsonl');
  const [command, ...args] = [...peer.split(' '), `http://127.0.1.1:${served.port}/`, out];
  const run = await timed(command, args);
  const pages = readFileSync(out, 'utf8').split('\n').filter(Boolean).length;
  show(peer, run, pages);
}
