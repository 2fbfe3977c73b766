import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type TestContext, test } from 'vitest';
import type { Calendar } from '../../src/calendar/calendar.ts';
import { openRedisCalendar } from '../../src/calendar/redis.ts';
import { openSqliteCalendar } from '../../src/calendar/sqlite.ts';
import { scheduledRunId } from '../../src/run/run-id.ts';
import { bound } from '../bound-child.ts';
import { until } from '../cli/project.ts';
import { isThorough } from '../failpoints/thorough.ts';
import { redisIsThere, startRedis } from '../redis/server.ts';

const child = fileURLToPath(new URL('./scheduler-child.ts', import.meta.url));
const SCHEDULERS = 3;
const SLOTS = isThorough ? 50 : 30;
const NAME = 'each-second';

interface Place {
  readonly folder: string;
  readonly url: string;
  /** Looked at when all schedulers have ended. */
  readonly open: () => Promise<Calendar>;
}

type Finish = TestContext['onTestFinished'];

async function temporaryFolder(onTestFinished: Finish): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'garner-schedulers-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function onSqlite(onTestFinished: Finish): Promise<Place> {
  const folder = await temporaryFolder(onTestFinished);
  return { folder, url: '-', open: () => openSqliteCalendar(join(folder, 'schedule.db')) };
}

async function onRedis(onTestFinished: Finish): Promise<Place> {
  const redis = await startRedis();
  onTestFinished(() => redis.close());
  return {
    folder: await temporaryFolder(onTestFinished),
    url: redis.url,
    open: async () => openRedisCalendar(redis.connect(), { namespace: 'proof' }),
  };
}

/** What happened, slot, run and process: a line each. */
const linesOf = async (file: string): Promise<readonly (readonly string[])[]> =>
  (await readFile(file, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => line.split(' '));

/** Schedulers of which one after the other is killed and started anew, until so many seconds have passed; then all end in peace. */
async function harass({ folder, url }: Place, seconds: number, onTestFinished: Finish): Promise<number> {
  const file = join(folder, 'runs.txt');
  await writeFile(file, '');
  const start = (): ChildProcess =>
    spawn(...bound(process.execPath, [child, folder, url, file]), {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  const children = Array.from({ length: SCHEDULERS }, start);
  onTestFinished(() => {
    for (const each of children) each.kill('SIGKILL');
  });
  let kills = 0;
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    await sleep(500 + Math.random() * 2500);
    // Now and then all of them, so that slots are missed.
    const victims = Math.random() < 0.15 ? [0, 1, 2] : [Math.floor(Math.random() * SCHEDULERS)];
    for (const n of victims) children[n]!.kill('SIGKILL');
    kills += victims.length;
    if (victims.length > 1) await sleep(1500);
    for (const n of victims) children[n] = start();
  }
  // What was missed at the end is made up for.
  await until(async () => new Set((await linesOf(file)).map(([, at]) => at)).size > SLOTS);
  await sleep(1500);
  for (const { exitCode } of children) if (exitCode !== null) throw new Error(`a scheduler has ended with ${exitCode} by itself`);
  const ended = children.map((each) => once(each, 'exit'));
  for (const each of children) each.kill('SIGTERM');
  await Promise.all(ended);
  return kills;
}

const engines: (readonly [string, (onTestFinished: Finish) => Promise<Place>])[] = [['SQLite', onSqlite]];
if (redisIsThere()) engines.push(['Redis', onRedis]);

test.concurrent.for(engines)(
  'killed schedulers fire each slot once, on %s',
  { timeout: 240_000 },
  async ([, placeOf], { expect, onTestFinished }) => {
    const place = await placeOf(onTestFinished);
    const kills = await harass(place, SLOTS - 6, onTestFinished);
    expect(kills).toBeGreaterThan(5);
    const calendar = await place.open();
    const records = (await calendar.list({ schedule: NAME, most: 1000 })).toReversed();
    await calendar.close();

    // Every second is on record, none twice, and each came to its end.
    expect(records.length).toBeGreaterThanOrEqual(SLOTS);
    expect(records.map(({ at }) => at)).toEqual(records.map((__, n) => records[0]!.at + n * 1000));
    expect(records.filter(({ state }) => state !== 'finished')).toEqual([]);
    expect(records.map(({ run }) => run)).toEqual(records.map(({ at }) => scheduledRunId(NAME, at)));

    // What was begun is what was settled: one run for each slot, one at a time, begun as often as the calendar says at most.
    const lines = await linesOf(join(place.folder, 'runs.txt'));
    const begun = Map.groupBy(
      lines.filter(([what]) => what === 'begun'),
      ([, at]) => Number(at),
    );
    expect([...begun.keys()]).toEqual(records.map(({ at }) => at));
    for (const { at, run, claims } of records) {
      const own = begun.get(at) ?? [];
      expect(new Set(own.map(([, , id]) => id))).toEqual(new Set([run]));
      expect(own.length).toBeLessThanOrEqual(claims);
    }
  },
);
