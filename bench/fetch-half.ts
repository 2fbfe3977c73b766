/**
 * The fetch half against raw undici and against Crawlee's own default queue and client, over the same pages in one run, each round of
 * each in a process of its own, so that none inherits another's heap and timers:
 * npm run bench -- fetch-half [--pages 5000] [--hosts 200] [--concurrency 128] [--bytes 92000] [--rounds 3] [--only garner]
 */
import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Agent, request } from 'undici';
import { openWarcArchive } from '../src/archive/warc-archive.ts';
import { digestOf } from '../src/config/digest.ts';
import type { Config } from '../src/config/config.ts';
import { crawlerSchema } from '../src/config/crawler.ts';
import { projectSchema } from '../src/config/project.ts';
import { createHttpClient } from '../src/fetch/client.ts';
import { createLoop } from '../src/fetch/loop.ts';
import { VisitQueue } from '../src/fetch/visit-queue.ts';
import { RenderNeed } from '../src/render/need.ts';
import { blocklistOf } from '../src/forgotten/blocklist.ts';
import { openSqliteFrontier } from '../src/frontier/sqlite.ts';
import { openSqliteLedger } from '../src/ledger/sqlite.ts';
import type { Discovery } from '../src/records.ts';
import { LocalBudget } from '../src/run/budget.ts';
import { LocalDaily } from '../src/run/daily.ts';
import { fetchUrl } from '../src/run/fetch-url.ts';
import { LocalHostHealth } from '../src/run/host-health.ts';
import { rightsSchema } from '../src/config/rights.ts';
import { HostFilesDesk } from '../src/run/host-files-desk.ts';
import { LocalListed } from '../src/run/listed.ts';
import { NotFoundDesk } from '../src/run/not-found-desk.ts';
import { RobotsDesk } from '../src/run/robots-desk.ts';
import { compileRules, discover } from '../src/run/rules.ts';
import { runIdOf } from '../src/run/run-id.ts';
import { canonicalize } from '../src/url/canonical.ts';

const { values } = parseArgs({
  options: {
    pages: { type: 'string', default: '5000' },
    hosts: { type: 'string', default: '200' },
    concurrency: { type: 'string', default: '128' },
    bytes: { type: 'string', default: '92000' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
    /** Given to the process of one round: the page server's port. */
    port: { type: 'string' },
  },
});
const pages = Number(values.pages);
const hosts = Number(values.hosts);
const concurrency = Number(values.concurrency);

const port = Number(values.port);
const paths = Array.from({ length: pages }, (_, i) => ({ host: `h${i % hosts}.test`, path: `/page/${i}` }));

async function rawUndici(): Promise<number> {
  const agent = new Agent({ connections: concurrency });
  let next = 0;
  let done = 0;
  const worker = async (): Promise<void> => {
    for (let at = paths[next++]; at !== undefined; at = paths[next++]) {
      const { body } = await request(`http://127.0.0.1:${port}${at.path}`, { dispatcher: agent, headers: { host: at.host } });
      await body.arrayBuffer();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  await agent.close();
  return done;
}

/** Crawlee as it comes, given the same concurrency from the start, with its files in a folder of their own. */
async function crawleeAlone(): Promise<number> {
  // Garner's loop turns Crawlee's storage off for its process; as it comes, Crawlee keeps its queue on disk.
  delete process.env['CRAWLEE_PERSIST_STORAGE'];
  delete process.env['CRAWLEE_PURGE_ON_START'];
  const { Configuration, HttpCrawler, log, LogLevel } = await import('@crawlee/http');
  log.setLevel(LogLevel.OFF);
  const folder = mkdtempSync(join(tmpdir(), 'crawlee-'));
  let done = 0;
  const crawler = new HttpCrawler(
    {
      maxConcurrency: concurrency,
      autoscaledPoolOptions: { desiredConcurrency: concurrency },
      async requestHandler() {
        done += 1;
      },
    },
    new Configuration({ storageClientOptions: { localDataDirectory: folder } }),
  );
  await crawler.run(paths.map(({ path }) => `http://127.0.0.1:${port}${path}`));
  rmSync(folder, { recursive: true, force: true });
  return done;
}

async function fetchHalf(): Promise<number> {
  const root = mkdtempSync(join(tmpdir(), 'garner-'));
  const settings = projectSchema.parse({
    userAgent: { contact: 'mailto:bench@example.org' },
    network: { connectTo: { '*.test': `127.0.0.1:${port}` }, perAddress: 1_000_000 },
    crawl: { concurrency, delay: '0ms' },
  });
  const crawler = {
    name: 'bench',
    ...crawlerSchema.parse({ seeds: ['http://h0.test/'], scope: { hosts: ['*.test'] }, sitemaps: false, limits: { pages: pages + 1 } }),
  };
  const config: Config = {
    ...settings,
    root,
    storage: root,
    access: new Map(),
    crawlers: new Map([['bench', crawler]]),
    imports: new Map(),
    topics: new Map(),
    quality: new Map(),
    schedules: new Map(),
    rightsPolicy: rightsSchema.parse({ hostFiles: { tdmrep: false, aiTxt: false } }),
    digest: digestOf({}),
  };
  const rules = compileRules(config, ['bench']);
  const run = runIdOf(Date.now(), config.digest, ['bench']);
  const frontier = await openSqliteFrontier(join(root, 'frontier.db'), { crawl: run, leaseMs: 60_000 });
  const ledger = await openSqliteLedger(join(root, 'ledger.db'));
  const archive = await openWarcArchive(join(root, 'archive'), { segmentBytes: 1e9, software: 'bench' });
  const client = createHttpClient(config);
  const queue = new VisitQueue(frontier, Date.now);
  const add = async (found: readonly Discovery[]): Promise<void> => {
    await frontier.add(found);
    queue.woken();
  };
  await add(
    paths.flatMap(({ host, path }) => {
      const url = canonicalize(`http://${host}${path}`);
      return url === null ? [] : [discover('bench', url, { role: 'page', via: 'seed', depth: 0 })];
    }),
  );
  let done = 0;
  const robots = new RobotsDesk({ config, client, facts: ledger, clock: Date.now });
  const parts = {
    run,
    config,
    rules,
    client,
    archive,
    ledger,
    add,
    clock: Date.now,
    stamp: Date.now,
    random: Math.random,
    robots,
    notFound: new NotFoundDesk({ client, facts: ledger, robots, clock: Date.now }),
    hostFiles: new HostFilesDesk({ config, client, facts: ledger, robots, clock: Date.now }),
    budget: new LocalBudget(new Map([['bench', crawler.limits]])),
    health: new LocalHostHealth(),
    daily: new LocalDaily(ledger, Date.now),
    held: () => undefined,
    harvest: { take: () => undefined, caughtUp: () => undefined },
    traps: null,
    listed: new LocalListed(),
    revisitAll: true,
    staging: { get: async () => null },
    renderer: null,
    handOver: null,
    recall: async () => null,
    need: new RenderNeed(),
    forgotten: blocklistOf([]),
    blocked: () => null,
    recorded: () => {
      done += 1;
    },
  };
  const loop = await createLoop({
    queue,
    concurrency,
    handle: (leased, isOurs) => fetchUrl(parts, leased, isOurs),
    room: async () => undefined,
    busy: () => false,
  });
  await loop.run();
  await Promise.all([queue.close(), client.close(), archive.close()]);
  await Promise.all([frontier.close(), ledger.close()]);
  rmSync(root, { recursive: true, force: true });
  return done;
}

const systems = { undici: rawUndici, garner: fetchHalf, crawlee: crawleeAlone };
type System = keyof typeof systems;
const isSystem = (name: string): name is System => Object.hasOwn(systems, name);

interface Round {
  readonly perSecond: number;
  /** CPU of the round's process, all its threads, in milliseconds a page. */
  readonly cpu: number;
}

async function measure(name: System): Promise<Round> {
  const start = performance.now();
  const cpu = process.cpuUsage();
  const done = await systems[name]();
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  if (done !== pages) throw new Error(`${name} fetched ${done} of ${pages} pages`);
  return { perSecond: done / seconds, cpu: (user + system) / 1000 / pages };
}

/** Starts a program of this bench and gives the first thing it says. */
async function started(file: string, args: readonly string[]): Promise<{ child: ChildProcess; said: unknown }> {
  const child = fork(new URL(file, import.meta.url), args);
  const said = await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
  });
  return { child, said };
}

async function compare(): Promise<void> {
  const { child: server, said } = await started('page-server.ts', [values.bytes]);
  const names = Object.keys(systems)
    .filter(isSystem)
    .filter((name) => values.only === undefined || name === values.only);
  const found: Record<System, Round[]> = { undici: [], garner: [], crawlee: [] };
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const name of names) {
      const one = await started('fetch-half.ts', [...process.argv.slice(2), '--only', name, '--port', String(said)]);
      found[name].push(one.said as Round);
    }
  }
  server.disconnect();
  const median = (name: System, figure: keyof Round): number =>
    found[name].map((round) => round[figure]).toSorted((a, b) => a - b)[found[name].length >> 1] ?? 0;
  console.log(`${pages} pages of ${values.bytes} bytes on ${hosts} hosts, ${concurrency} at once, median of ${values.rounds} rounds`);
  for (const name of names) {
    console.log(
      `${name.padEnd(10)}${median(name, 'perSecond').toFixed(0).padStart(6)} pages/s   cpu ${median(name, 'cpu').toFixed(2)} ms a page`,
    );
  }
  if (values.only === undefined) {
    const ratio = (other: System): string => (median('garner', 'perSecond') / median(other, 'perSecond')).toFixed(2);
    console.log(`garner / undici ${ratio('undici')}   garner / crawlee ${ratio('crawlee')}`);
  }
}

if (values.port === undefined) await compare();
else if (values.only !== undefined && isSystem(values.only)) process.send?.(await measure(values.only));
process.exit(0);
