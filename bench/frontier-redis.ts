/**
 * What the distributed frontier costs on one Redis of its own:
 *
 *   npm run bench -- frontier-redis [--urls 1000000] [--hosts 5000]     URLs in random letters
 *   npm run bench -- frontier-redis --pages DIR                         the links of real pages: DIR has ground-truth.jsonl and html/
 *
 * URLs come as a crawl finds them: the links of a page in one call, of the made-up ones one in twenty on another host. `visits` are
 * `next` and `settle` of hosts with a rest, 64 at once; then the same turns with one BullMQ job per host, which a worker moves to its delayed
 * set after each visit.
 */
import { parseArgs } from 'node:util';
import { DelayedError, Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { openRedisFrontier } from '../src/frontier/redis.ts';
import type { Discovery, PageUrl, PolitenessKey } from '../src/records.ts';
import { chanceOf } from '../test/web/chance.ts';
import { linksOfPages } from './pipeline/page-links.ts';
import { startRedis } from '../test/redis/server.ts';

const { values } = parseArgs({
  options: {
    pages: { type: 'string' },
    urls: { type: 'string', default: '1000000' },
    hosts: { type: 'string', default: '5000' },
    links: { type: 'string', default: '60' },
    visits: { type: 'string', default: '20000' },
    partitions: { type: 'string', default: '1' },
  },
});
const [urls, hosts, links, visits] = [Number(values.urls), Number(values.hosts), Number(values.links), Number(values.visits)];
const AT_ONCE = 64;
const chance = chanceOf(20_261_124);
const random = (): number => chance.next();
const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const SECTIONS = ['news', 'articles', 'waste/sorting', 'departments/environment', 'en/help', 'docs/reference', 'archive/2019'];
let serial = 0;

/** A URL that nobody else makes: 80 bytes on average. */
function urlOn(host: number, section: string): PageUrl {
  serial += 1;
  let path = `/${section}/`;
  for (const end = path.length + 14 + random() * 34; path.length < end;) path += LETTERS[Math.floor(random() * LETTERS.length)] ?? '';
  const url = `https://www.town-${host}.example${path}-${serial}`;
  return url as PageUrl;
}

const anyHost = (): number => Math.floor(hosts * random() ** 2);
const anySection = (): string => SECTIONS[Math.floor(random() * SECTIONS.length)] ?? '';

/** What one page links to. */
function linksOfPage(): Discovery[] {
  const own = anyHost();
  const section = anySection();
  const via = `https://www.town-${own}.example/${section}/the-page-that-names-them-${serial}` as PageUrl;
  return Array.from({ length: links }, (_, n) => {
    const host = n % 20 === 19 ? anyHost() : own;
    const key = `town-${host}.example` as PolitenessKey;
    return {
      url: urlOn(host, n % 3 === 0 ? anySection() : section),
      key,
      crawler: 'bench',
      role: 'page',
      via,
      depth: 3,
      hops: 0,
      priority: 128,
    };
  });
}

async function atOnce(count: number, work: () => Promise<boolean>): Promise<number> {
  let done = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (done < count && (await work())) done += 1;
    }),
  );
  return done;
}

const figure = (n: number): string => Math.round(n).toLocaleString('en');
const memory = async (client: Redis): Promise<number> => Number(/^used_memory:(\d+)/m.exec(await client.info('memory'))?.[1]);

const redis = await startRedis();
const client = redis.connect();
const frontier = await openRedisFrontier(client, { crawl: 'bench', leaseMs: 60_000, partitions: Number(values.partitions) });
const empty = await memory(client);

function* madeUp(): Generator<readonly Discovery[]> {
  for (let made = 0; made < urls; made += links) yield linksOfPage();
}

let [spent, letters, given] = [0, 0, 0];
let calls: (readonly Discovery[])[] = [];
const addAll = async (): Promise<void> => {
  const start = performance.now();
  await Promise.all(calls.map((found) => frontier.add(found)));
  spent += performance.now() - start;
  calls = [];
};
for (const found of values.pages === undefined ? madeUp() : linksOfPages(values.pages)) {
  for (const { url } of found) letters += url.length;
  given += found.length;
  if (calls.push(found) === 16) await addAll();
}
await addAll();
const { discovered, keys } = await frontier.counts();
console.log(`${figure(discovered)} URLs of ${(letters / given).toFixed(1)} bytes on ${figure(keys)} hosts`);
console.log(`  ${(((await memory(client)) - empty) / discovered).toFixed(1)} bytes of Redis a URL, seen-set included`);
console.log(`  ${figure((given * 1000) / spent)} URLs/s added, the links of a page in a call, 16 calls at once`);

let now = 1_000_000;
const start = performance.now();
const done = await atOnce(visits, async () => {
  const visit = await frontier.next((now += 10));
  if (visit === null) return false;
  for (const { url } of visit.urls) await frontier.settle(visit, { url, restMs: 1000 }, now);
  return true;
});
console.log(`  ${figure((done * 1000) / (performance.now() - start))} visits/s: ${figure(done)} hosts leased and settled`);

const queue = new Queue('hosts', { connection: { host: '127.0.0.1', port: redis.port } });
await queue.addBulk(
  Array.from({ length: 2000 }, (_, n) => ({ name: 'host', data: { key: `town-${n}` }, opts: { removeOnComplete: true } })),
);
let jobs = 0;
const began = performance.now();
const worker = new Worker(
  'hosts',
  async (job, token) => {
    jobs += 1;
    await job.moveToDelayed(Date.now() + 100, token);
    throw new DelayedError();
  },
  { connection: { host: '127.0.0.1', port: redis.port, maxRetriesPerRequest: null }, concurrency: AT_ONCE },
);
await new Promise((resolve) => setTimeout(resolve, 8000));
console.log(`  ${figure((jobs * 1000) / (performance.now() - began))} visits/s with one BullMQ job a host, its turns alone`);
await worker.close(true);
await queue.close();
await redis.close();
process.exit();
