import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRedisCalendar } from '../../src/calendar/redis.ts';
import type { Config } from '../../src/config/config.ts';
import { loadConfig } from '../../src/config/load.ts';
import { openSqliteLedger } from '../../src/ledger/sqlite.ts';
import type { LedgerEntry, RunRecord } from '../../src/ledger/ledger.ts';
import type { FetchId, Origin, PageUrl, PolitenessKey, RunId } from '../../src/records.ts';
import { openFleetLedger } from '../../src/ledger/fleet.ts';
import { journalFolder, ledgerFile } from '../../src/run/engines.ts';
import { openFleetEngines } from '../../src/run/fleet/engines.ts';
import { openFleetFrontier } from '../../src/run/fleet/frontier.ts';
import { work } from '../../src/run/fleet/work.ts';
import { fetchIdOf } from '../../src/run/run-id.ts';
import { robotsFact } from '../../src/robots/fetched.ts';
import { hostsOnRecord } from '../../src/run/fleet/recover/hosts.ts';
import { recallSlots } from '../../src/run/fleet/recover/slots.ts';
import { FleetDaily } from '../../src/run/fleet/spending.ts';
import { putWish, wishOf } from '../../src/run/fleet/wish.ts';
import { announcedIn } from '../../src/run/past.ts';
import { compileRules, discover } from '../../src/run/rules.ts';
import { scheduledRunId } from '../../src/run/run-id.ts';
import { loopbackSettings, makeProject, type Project, until } from '../cli/project.ts';
import { ledgerEntry, NOON, RUN } from '../contracts/ledger-entry.ts';
import { redisIsThere, startRedis } from '../redis/server.ts';

let project: Project;
let config: Config;
beforeAll(async () => {
  project = await makeProject({
    settings: { crawl: { delay: '2s', maxDelay: '1m', adapt: { factor: 0 } } },
    crawlers: { 'example.org': { seeds: ['https://example.org/'] } },
  });
  await project.write('config/schedules.yaml', { nightly: { cron: '0 3 * * *', crawlers: ['example.org'] } });
  config = loadConfig(project.folder, process.env);
});
afterAll(() => project.dispose());

const runOf = (run: RunId, startedAt: number, endedAt: number | null): RunRecord => ({
  run,
  crawlers: ['example.org'],
  configDigest: 'sha256:1' as RunRecord['configDigest'],
  startedAt,
  endedAt,
  state: endedAt === null ? 'running' : 'finished',
});

/** A ledger with these entries of one run that is under way. */
async function ledgerOf(...entries: readonly Partial<LedgerEntry>[]) {
  const ledger = await openSqliteLedger(':memory:');
  await ledger.startRun(runOf(RUN, NOON, null));
  for (const [n, over] of entries.entries()) await ledger.record(ledgerEntry(n, { fetchId: `${RUN}/${n}/1` as FetchId, ...over }));
  return ledger;
}

const deferred = (notBefore: number): LedgerEntry['outcome'] => ({ kind: 'deferred', reason: 'http-503', because: 'busy', notBefore });
const robotsOf = (text: string) => ({
  value: JSON.stringify(robotsFact({ kind: 'response', status: 200, headers: [], body: Buffer.from(text) }, 'standard', null, NOON)),
  at: NOON,
  expires: NOON + 86_400_000,
});

test('a host rests for what it was last asked, by config and robots.txt, and for what it asked for', async () => {
  const at = NOON - 5000;
  const ledger = await ledgerOf(
    { url: 'https://long-ago.test/' as PageUrl, at: NOON - 100_000, durationMs: 100 },
    { url: 'https://lately.test/' as PageUrl, at: NOON - 1000, durationMs: 500 },
    { url: 'https://slow.test/1' as PageUrl, at, durationMs: 100 },
    { url: 'https://slow.test/2' as PageUrl, at: at - 20_000, durationMs: 100 },
    { url: 'https://busy.test/' as PageUrl, at, durationMs: 100, outcome: deferred(NOON + 600_000) },
    { url: 'https://waited.test/' as PageUrl, at: NOON - 100_000, durationMs: 100, outcome: deferred(NOON - 1) },
  );
  await ledger.put('https://slow.test' as Origin, 'robots', robotsOf('User-agent: *\nCrawl-delay: 30\n'));
  const { rests } = await hostsOnRecord(config, ledger, NOON);
  expect(Object.fromEntries(rests)).toEqual({
    'lately.test': NOON - 500 + 2000,
    'slow.test': at + 100 + 30_000,
    'busy.test': NOON + 600_000,
  });
  await ledger.close();
});

test('what a host gave today counts, whatever became of it, and no other day', async () => {
  const midnight = Date.UTC(2026, 10, 24);
  const url = 'https://a.test/' as PageUrl;
  const ledger = await ledgerOf(
    { url, at: midnight - 1, bytes: 1 },
    { url, at: midnight, bytes: 10 },
    { url, at: NOON - 1, bytes: 100, role: 'sitemap' },
    { url, at: NOON - 1, bytes: 1000, outcome: deferred(NOON) },
    {
      url,
      at: NOON - 1,
      bytes: 0,
      durationMs: 0,
      outcome: { kind: 'refused', drop: { stage: 'robots', rule: 'disallowed', because: '' } },
    },
  );
  expect(Object.fromEntries((await hostsOnRecord(config, ledger, NOON)).today)).toEqual({ 'a.test': { pages: 2, bytes: 1110 } });
  await ledger.close();
});

test('what hosts announce is found again, where something was asked for and the crawler wants it', async () => {
  const ledger = await ledgerOf(
    { url: 'https://example.org/1' as PageUrl },
    { url: 'https://untouched.test/' as PageUrl, durationMs: 0, outcome: { kind: 'failed', reason: 'host-given-up', because: '' } },
    { url: 'https://www.example.org/' as PageUrl, crawler: 'other' },
  );
  const sitemap = 'https://example.org/map.xml';
  await ledger.put('https://example.org' as Origin, 'robots', robotsOf(`User-agent: *\nAllow: /\nSitemap: ${sitemap}\n`));
  await ledger.put('https://untouched.test' as Origin, 'robots', robotsOf(''));
  const found = await announcedIn(ledger, RUN, compileRules(config, ['example.org']));
  expect(found).toMatchObject([{ url: sitemap, crawler: 'example.org', role: 'sitemap', via: 'sitemap', depth: 0 }]);
  await ledger.close();
});

test('what a crawl was asked for is on record, unless it is nothing', async () => {
  const ledger = await ledgerOf();
  await putWish(ledger, RUN, {}, NOON);
  expect([await ledger.all('crawl'), await wishOf(ledger, RUN)]).toEqual([[], {}]);
  await putWish(ledger, RUN, { topic: 'waste', all: true }, NOON);
  expect(await wishOf(ledger, RUN)).toEqual({ topic: 'waste', all: true });
  await ledger.close();
});

describe.runIf(redisIsThere())('in Redis', async () => {
  const redis = await startRedis();
  const client = redis.connect();
  afterAll(() => redis.close());

  test('slots are put back from the runs that are named by them, once', async () => {
    const days = [21, 22, 23].map((day) => Date.UTC(2026, 10, day, 3));
    const [first, second, third] = days.map((at) => scheduledRunId('nightly', at));
    const runs = [
      runOf(third!, days[2]! + 50, null),
      runOf(second!, days[1]! + 50, days[1]! + 9000),
      runOf(first!, days[0]! + 50, days[0]! + 9000),
      runOf(scheduledRunId('another', days[2]!), days[2]!, null),
      runOf(RUN, NOON, null),
    ];
    expect([await recallSlots(config, client, runs), await recallSlots(config, client, runs)]).toEqual([3, 0]);
    const calendar = openRedisCalendar(client);
    expect(await calendar.list({ most: 10 })).toMatchObject([
      { schedule: 'nightly', at: days[2], run: third, state: 'claimed', endedAt: null },
      { at: days[1], run: second, state: 'finished', endedAt: days[1]! + 9000 },
      { at: days[0], run: first, state: 'finished' },
    ]);
    const by = { run: 'x' as RunId, owner: 'scheduler', leaseMs: 1000 };
    expect(await calendar.claim({ schedule: 'nightly', at: days[2]! }, by, NOON)).toMatchObject({ run: third, claims: 2 });
  });

  test('what was asked today is raised to what is on record, and never lowered', async () => {
    const daily = new FleetDaily(client, 'daily', () => NOON);
    const key = 'a.test' as PolitenessKey;
    await daily.add(key, { pages: 5, bytes: 10 });
    await daily.atLeast(key, { pages: 3, bytes: 400 });
    await daily.atLeast(key, { pages: 3, bytes: 400 });
    expect(await daily.of(key)).toEqual({ pages: 5, bytes: 400 });
  });

  test('a page whose worker died after it told its journal, and before Redis, is not asked for again', async () => {
    const settings = {
      ...loopbackSettings(1),
      crawl: { lease: '500ms' },
      engine: 'redis',
      redis: { url: redis.url, namespace: 'journaled' },
    } as const;
    const fleet = await makeProject({ settings, crawlers: { 'a.test': { seeds: ['http://a.test/'] } } });
    const wanted = loadConfig(fleet.folder, process.env);
    const engines = await openFleetEngines(wanted, 'work');
    const { registry, restarts, ledger } = engines;
    const active = { run: RUN, crawlers: ['a.test'], digest: wanted.digest, rebuilt: null, life: await restarts.look() };
    await registry.announce({ ...active, state: 'paused' });
    const frontier = await openFleetFrontier(wanted, engines.redis, RUN);
    const url = 'http://a.test/' as PageUrl;
    await frontier.add([discover('a.test', url, { role: 'page', via: 'seed', depth: 0 })]);
    expect(await frontier.next(Date.now())).not.toBeNull();
    // The Redis that it tells is not the one that others ask.
    const files = { journals: journalFolder(wanted.storage), index: ledgerFile(wanted.storage) };
    const dead = await openFleetLedger({ ...files, client, namespace: 'elsewhere', writer: 'dead' });
    await dead.record(ledgerEntry(1, { fetchId: fetchIdOf(RUN, url, 0), crawler: 'a.test', url }));
    await dead.close();
    const stop = new AbortController();
    const worked = work(wanted, engines, { roles: ['fetch'], signal: stop.signal, said: () => undefined });
    await registry.announce({ ...active, state: 'running' });
    await until(async () => (await frontier.counts()).settled === 1);
    stop.abort();
    await worked;
    expect(await ledger.byUrl(url)).toHaveLength(1);
    await engines.close();
    await fleet.dispose();
  });
});
