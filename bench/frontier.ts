/**
 * What the embedded frontier costs as it grows: `npm run bench -- frontier [--urls 5000000] [--hosts 5000] [--batch 1000] [--folder DIR]`.
 *
 * URLs come in random order over hosts of very different size, in calls of `--batch`; every URL is new. Only the frontier's own time is
 * counted, not the making of URLs.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Frontier } from '../src/frontier/frontier.ts';
import { openSqliteFrontier } from '../src/frontier/sqlite.ts';
import type { Discovery, PageUrl, PolitenessKey, Visit } from '../src/records.ts';

const { values } = parseArgs({
  options: {
    urls: { type: 'string', default: '5000000' },
    hosts: { type: 'string', default: '5000' },
    batch: { type: 'string', default: '1000' },
    folder: { type: 'string', default: tmpdir() },
  },
});
const [urls, hosts, batch] = [Number(values.urls), Number(values.hosts), Number(values.batch)];
const VISITS = 1000;
const AT_ONCE = 64;

let state = 20_261_124;
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const SECTIONS = ['news', 'articles', 'waste/sorting', 'departments/environment', 'en/help', 'docs/reference', 'archive/2019'];
let bytes = 0;
let serial = 0;

/** The n-th URL: 80 bytes on average. */
function discovery(via: PageUrl): Discovery {
  serial += 1;
  const host = Math.floor(hosts * random() ** 2);
  let path = `/${SECTIONS[Math.floor(random() * SECTIONS.length)] ?? ''}/`;
  for (const end = path.length + 14 + random() * 34; path.length < end;) path += LETTERS[Math.floor(random() * LETTERS.length)] ?? '';
  const url = `https://www.town-${host}.example${path}-${serial}`;
  bytes += url.length;
  const key = `town-${host}.example` as PolitenessKey;
  return { url: url as PageUrl, key, crawler: 'bench', role: 'page', via, depth: 3, hops: 0, priority: 128 };
}

interface Spent {
  /** Microseconds by the clock, and of processor time over all threads, per URL or visit. */
  readonly wall: number;
  readonly cpu: number;
}

class Meter {
  #wall = 0;
  #cpu = 0;

  async of(work: () => Promise<unknown>): Promise<void> {
    const [wall, cpu] = [performance.now(), process.cpuUsage()];
    await work();
    const { user, system } = process.cpuUsage(cpu);
    this.#wall += (performance.now() - wall) * 1000;
    this.#cpu += user + system;
  }

  per(count: number): Spent {
    return { wall: this.#wall / count, cpu: this.#cpu / count };
  }
}

/** Adds up to `total` URLs; says what the last `measured` of them cost. */
async function grow(frontier: Frontier, from: number, total: number, measured: number): Promise<Spent> {
  const meter = new Meter();
  for (let count = from; count < total; count += batch) {
    let via = '' as PageUrl;
    const found = Array.from({ length: batch }, (_, n) => {
      if (n % 50 === 0) via = discovery('seed' as PageUrl).url;
      return discovery(via);
    });
    if (count >= total - measured) await meter.of(() => frontier.add(found));
    else await frontier.add(found);
  }
  return meter.per(measured);
}

async function inGroups<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < items.length; at += AT_ONCE) await Promise.all(items.slice(at, at + AT_ONCE).map(work));
}

interface Cost {
  readonly lease: Spent;
  readonly settle: Spent;
}

/** Leases many hosts, one URL each, then settles them all. */
async function visit(frontier: Frontier, now: number): Promise<Cost> {
  const [leasing, settling] = [new Meter(), new Meter()];
  const visits: Visit[] = [];
  await leasing.of(() =>
    inGroups(Array.from({ length: VISITS }), async () => {
      const leased = await frontier.next(now);
      if (leased !== null) visits.push(leased);
    }),
  );
  await settling.of(() => inGroups(visits, (each) => frontier.settle(each, { url: each.urls[0]!.url, restMs: 1000 }, now)));
  if (visits.length !== VISITS) throw new Error(`${visits.length} visits of ${VISITS}`);
  return { lease: leasing.per(VISITS), settle: settling.per(VISITS) };
}

const median = (of: readonly Spent[]): Spent => {
  const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
  return { wall: middle(of.map(({ wall }) => wall)), cpu: middle(of.map(({ cpu }) => cpu)) };
};

async function visits(frontier: Frontier, from: number): Promise<Cost> {
  const rounds: Cost[] = [];
  for (let round = 0; round < 3; round += 1) rounds.push(await visit(frontier, from + round * 10_000));
  return { lease: median(rounds.map(({ lease }) => lease)), settle: median(rounds.map(({ settle }) => settle)) };
}

const folder = mkdtempSync(join(values.folder, 'garner-frontier-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const options = { crawl: 'bench', leaseMs: 60_000 };
const NAMES = ['add', 'lease', 'settle'] as const;
type Costs = Readonly<Record<(typeof NAMES)[number], Spent>>;

function report(size: number, costs: Costs, base?: Costs): void {
  console.log(`${size.toLocaleString('en')} URLs, ${Math.round(1e6 / costs.add.wall).toLocaleString('en')} new URLs/s`);
  for (const name of NAMES) {
    const { wall, cpu } = costs[name];
    const ratio =
      base === undefined ? '' : `   ${(wall / base[name].wall).toFixed(2)}× and ${(cpu / base[name].cpu).toFixed(2)}× of 10,000`;
    console.log(`  ${name.padEnd(8)}${wall.toFixed(1).padStart(7)} µs, ${cpu.toFixed(1).padStart(5)} µs of processor time${ratio}`);
  }
}

/** What a frontier of 10,000 costs now: measured anew beside every large one, for other work on the machine comes and goes. */
async function small(): Promise<Costs> {
  const rounds: Costs[] = [];
  // The first round warms up, and is not counted.
  for (let round = 0; round < 8; round += 1) {
    const file = join(folder, 'small.db');
    const frontier = await openSqliteFrontier(file, options);
    const add = await grow(frontier, 0, 10_000, 10_000);
    rounds.push({ add, ...(await visits(frontier, 1000)) });
    await frontier.close();
    rmSync(file);
  }
  const of = (name: (typeof NAMES)[number]): Spent => median(rounds.slice(1).map((round) => round[name]));
  return { add: of('add'), lease: of('lease'), settle: of('settle') };
}

const file = join(folder, 'large.db');
let at = 0;
for (const size of [1_000_000, urls].filter((each, n, all) => each <= urls && all.indexOf(each) === n)) {
  let frontier = await openSqliteFrontier(file, options);
  [bytes, serial] = at === 0 ? [0, 0] : [bytes, serial];
  const add = await grow(frontier, at, size, Math.min(size - at, 500_000));
  const { discovered } = await frontier.counts();
  await frontier.close();
  const [perUrl, length] = [statSync(file).size / discovered, bytes / serial];
  frontier = await openSqliteFrontier(file, options);
  const cost = await visits(frontier, size);
  await frontier.close();
  const base = await small();
  report(10_000, base);
  report(size, { add, ...cost }, base);
  console.log(`  ${perUrl.toFixed(1)} bytes per URL on disk, mean URL length ${length.toFixed(1)}\n`);
  at = size;
}
