import { hash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import { dropCrawls, openSqliteFrontier } from '../../src/frontier/sqlite.ts';
import { openDatabase } from '../../src/sqlite/database.ts';
import { crawlTables, schema } from '../../src/frontier/sqlite/schema.ts';
import { SeenSet } from '../../src/frontier/sqlite/seen.ts';
import type { Frontier } from '../../src/frontier/frontier.ts';
import { DAY_MS } from '../../src/records.ts';
import { discovery } from '../contracts/discovery.ts';
import { frontierContract, type OpenFrontier } from '../contracts/frontier.ts';

const folders: string[] = [];
const anchors: Promise<Frontier>[] = [];
let serial = 0;

/** A database in memory lives as long as someone has it open. */
function inMemory(): OpenFrontier {
  const name = `:memory:frontier-${(serial += 1)}`;
  anchors.push(openSqliteFrontier(name, { crawl: 'anchor', leaseMs: 1 }));
  return (terms) => openSqliteFrontier(name, terms);
}

function onDisk(): OpenFrontier {
  const folder = mkdtempSync(join(tmpdir(), 'garner-frontier-'));
  folders.push(folder);
  return (terms) => openSqliteFrontier(join(folder, 'frontier.db'), terms);
}

async function cleanUp(): Promise<void> {
  for (const anchor of anchors.splice(0)) await (await anchor).close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

afterAll(cleanUp);
frontierContract('SQLite in memory', { fresh: inMemory, cleanUp, runs: 200 });
frontierContract('SQLite on disk', { fresh: onDisk, cleanUp, runs: 15 });

/** URLs of which some have hashes that no JavaScript number holds. */
const MANY = Array.from({ length: 20 }, (_, n) => discovery('a', `${n}`));

test('no hash of a URL becomes a row id: after one, SQLite could not tell what a statement did', () => {
  const db = new DatabaseSync(':memory:');
  db.exec(crawlTables(1));
  const seen = new SeenSet(db, 1);
  for (const { url } of MANY) expect(seen.add(url)).toBe(true);
  seen.merge({ seen0: 1e6, seen1: 1e6 });
  for (const { url } of MANY) expect(seen.add(url)).toBe(false);
  expect(db.prepare('SELECT last_insert_rowid() AS id').get()).toEqual({ id: 0 });
  db.close();
});

test('a crawl that an older Garner has begun knows what it has seen', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'garner-frontier-'));
  folders.push(folder);
  const file = join(folder, 'frontier.db');
  const old = openDatabase(file, { ...schema, migrations: schema.migrations.slice(0, 2) });
  old.exec("INSERT INTO crawls(name) VALUES ('run')");
  old.exec(crawlTables(1));
  for (const table of ['seen0_1', 'seen1_1', 'seen2_1'])
    old.exec(`DROP TABLE ${table}; CREATE TABLE ${table}(hash INTEGER PRIMARY KEY) STRICT`);
  for (const [n, { url }] of MANY.entries())
    old.exec(`INSERT INTO seen${n % 3}_1 VALUES (${hash('sha256', url, 'buffer').readBigInt64BE()})`);
  old.close();
  const frontier = await openSqliteFrontier(file, { crawl: 'run', leaseMs: 1000 });
  expect(await frontier.add([...MANY, discovery('a', 'new')])).toBe(1);
  await frontier.close();
  const db = new DatabaseSync(file);
  expect(db.prepare("SELECT name FROM sqlite_schema WHERE name GLOB 'old_*'").all()).toEqual([]);
  db.close();
});

test('dropping a crawl forgets its URLs, and neither clocks nor leases nor other crawls', async () => {
  const file = ':memory:dropped';
  const [one, other] = await Promise.all(['one', 'other'].map((crawl) => openSqliteFrontier(file, { crawl, leaseMs: 1000 })));
  await one!.add([discovery('a', '1'), discovery('b', '1')]);
  await other!.add([discovery('a', '1'), discovery('b', '1')]);
  const visit = await one!.next(0);
  await one!.settle(visit!, { url: visit!.urls[0]!.url, restMs: 5000 }, 0);
  await one!.next(0);
  expect(await dropCrawls(file, ['one', 'none'])).toBe(1);
  expect(await dropCrawls(file, ['one'])).toBe(0);
  await expect(one!.counts()).rejects.toThrow('dropped');
  await one!.close();

  expect(await other!.counts()).toMatchObject({ discovered: 2, queued: 2 });
  expect(await other!.wakeAt()).toBe(1000);
  expect((await other!.next(1000))?.key).toBe('b.test');
  expect(await other!.next(4999)).toMatchObject({ key: 'b.test' });
  expect((await other!.next(5000))?.key).toBe('a.test');

  const anew = await openSqliteFrontier(file, { crawl: 'one', leaseMs: 1000 });
  expect(await anew.counts()).toEqual({ discovered: 0, queued: 0, leased: 0, settled: 0, keys: 0 });
  expect(await anew.add([discovery('c', '1')])).toBe(1);
  await anew.close();
  await other!.close();
});

test('many URLs are kept apart and in order while they are sorted and merged', async () => {
  const frontier = await openSqliteFrontier(':memory:', { crawl: 'many', leaseMs: 1000, visitUrls: 1000 });
  const found = Array.from({ length: 150_000 }, (_, n) => discovery(`h${(n * 7919) % 40}`, `${n}`, { priority: n % 3 }));
  for (let at = 0; at < found.length; at += 5000) expect(await frontier.add(found.slice(at, at + 5000))).toBe(5000);
  for (let at = 0; at < found.length; at += 50_000) expect(await frontier.add(found.slice(at, at + 50_000))).toBe(0);
  const given = new Map<string, number[]>();
  for (let now = 0; ; now += 1) {
    const visit = await frontier.next(now);
    if (visit === null) break;
    const order = given.get(visit.key) ?? [];
    given.set(visit.key, order);
    for (const { url, priority } of visit.urls) order.push((2 - priority) * found.length + Number(url.slice(url.lastIndexOf('/') + 1)));
    await Promise.all(visit.urls.map(({ url }) => frontier.settle(visit, { url, restMs: 0 }, now)));
  }
  expect([...given.values()].reduce((sum, order) => sum + order.length, 0)).toBe(found.length);
  for (const order of given.values()) expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(await frontier.counts()).toEqual({ discovered: found.length, queued: 0, leased: 0, settled: found.length, keys: 40 });
  await frontier.close();
});

test('a clock that has gone back leaves hosts their own rest, and no URL waiting for years', async () => {
  const [file, now, days400] = [':memory:gone-back', 1_000_000, 400 * DAY_MS];
  const ahead = await openSqliteFrontier(file, { crawl: 'one', leaseMs: 1000 });
  await ahead.add([discovery('a', '1'), discovery('a', '2'), discovery('b', '1'), discovery('c', '1'), discovery('d', '1')]);
  for (const [restMs, wait] of [
    [50, {}],
    [70, { retryAt: now + days400 + 5000 }],
  ] as const) {
    const visit = await ahead.next(now + days400);
    await ahead.settle(visit!, { url: visit!.urls[0]!.url, restMs, ...wait }, now + days400);
    await ahead.release(visit!, restMs, now + days400);
  }
  // The third is held by a process that dies.
  expect((await ahead.next(now + days400))?.key).toBe('c.test');
  // And one has asked to be left alone for a day: that may be so.
  const wary = await ahead.next(now);
  await ahead.release(wary!, DAY_MS, now);

  const other = await openSqliteFrontier(file, { crawl: 'two', leaseMs: 1000 });
  await other.add([discovery('a', '3'), discovery('b', '2')]);
  expect(await other.reclaim(now + 1000)).toBe(1);
  expect(await other.hosts(9)).toMatchObject([
    { key: 'a.test', nextAt: now + 1050 },
    { key: 'b.test', nextAt: now + 1070 },
  ]);
  expect(await ahead.hosts(9)).toMatchObject([
    { key: 'c.test', nextAt: now + 1000 },
    { key: 'a.test', nextAt: now + 1050 },
    { key: 'b.test', nextAt: now + 1070 },
    { key: 'd.test', nextAt: now + DAY_MS },
  ]);
  expect(await ahead.wakeAt()).toBe(now + 1000);
  expect((await ahead.next(now + 1070))?.key).toBe('c.test');
  expect((await ahead.next(now + 1070))?.key).toBe('a.test');
  expect((await ahead.next(now + 1070))?.key).toBe('b.test');
  await other.close();
  await ahead.close();
});
