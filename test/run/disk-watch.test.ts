import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openSegments } from '../../src/archive/segments/open.ts';
import { loadConfig } from '../../src/config/load.ts';
import { crawl, type CrawlOptions, type CrawlSummary } from '../../src/run/crawl.ts';
import { type DiskUse, lookAt, shortageOf, watchDisk } from '../../src/run/disk-watch.ts';
import { openEngines } from '../../src/run/engines.ts';
import { loopbackSettings, makeProject, outcomesOf, until } from '../cli/project.ts';
import { treeSite } from '../cli/tree-site.ts';
import { serveSites } from '../web/web.ts';

const plenty: DiskUse = { free: 5e9, archive: 0 };
const little: DiskUse = { free: 4e6, archive: 0 };

test('a shortage is less than the reserve, or all of the quota', () => {
  expect(shortageOf({ free: 2e9, archive: 9e9 }, { reserve: 2e9 })).toBeNull();
  expect(shortageOf({ free: 2e9 - 1, archive: 0 }, { reserve: 2e9 })).toMatchObject({ kind: 'reserve' });
  expect(shortageOf({ free: 0, archive: 0 }, { reserve: 0 })).toBeNull();
  expect(shortageOf({ free: 5e9, archive: 999 }, { reserve: 0, archive: 1000 })).toBeNull();
  expect(shortageOf({ free: 5e9, archive: 1000 }, { reserve: 0, archive: 1000 })).toEqual({
    kind: 'archive',
    because: 'the archive takes 1.0 kB, and disk.archive is 1.0 kB',
  });
});

test('the file system is asked for its free space, and the archive for its size', async () => {
  const storage = await mkdtemp(join(tmpdir(), 'garner-disk-'));
  onTestFinished(() => rm(storage, { recursive: true }));
  const look = lookAt({ storage, disk: { reserve: 0, archive: 1e9 } }, openSegments(join(storage, 'archive')));
  expect((await look.measure()).archive).toBe(0);
  await mkdir(join(storage, 'archive'));
  await writeFile(join(storage, 'archive', 'a.warc.gz.open'), Buffer.alloc(1234));
  const { free, archive } = await look.measure();
  expect(archive).toBe(1234);
  expect(free).toBeGreaterThan(0);
});

test('it is told once, and a disk that does not answer is no shortage', async () => {
  const answers: (() => Promise<DiskUse>)[] = [
    () => Promise.resolve(plenty),
    () => Promise.reject(new Error('EIO')),
    () => Promise.resolve(little),
  ];
  let told = 0;
  const measure = (): Promise<DiskUse> => (answers.shift() ?? (() => Promise.resolve(little)))();
  const watch = await watchDisk({ measure, everyMs: 1 }, { reserve: 1e9 }, () => (told += 1));
  expect(watch.shortage()).toBeNull();
  await until(() => watch.shortage() !== null);
  await new Promise((resolve) => setTimeout(resolve, 20));
  watch.close();
  expect({ told, shortage: watch.shortage()?.kind, left: answers.length }).toEqual({ told: 1, shortage: 'reserve', left: 0 });
});

test('a crawl that runs short keeps what is under way, and goes on when there is room', async () => {
  const web = await serveSites([treeSite('a.test', 20, 1)]);
  onTestFinished(() => web.close());
  const project = await makeProject({
    settings: loopbackSettings(web.port),
    crawlers: { 'a.test': { seeds: ['http://a.test/'], sitemaps: false } },
  });
  onTestFinished(() => project.dispose());
  const config = { ...loadConfig(project.folder), disk: { reserve: 1e9 } };
  const run = async (options: Partial<CrawlOptions>): Promise<CrawlSummary> => {
    const engines = await openEngines(config, 'crawl');
    try {
      return await crawl(config, engines, { crawlers: ['a.test'], ...options });
    } finally {
      await engines.close();
    }
  };
  let use = plenty;
  const short = await run({
    disk: { measure: () => Promise.resolve(use), everyMs: 1 },
    recorded: ({ outcome }) => {
      if (outcome.kind === 'page') use = little;
    },
  });
  expect(short).toMatchObject({ finished: false, shortage: { kind: 'reserve' }, frontier: { leased: 0 } });
  const [first] = await project.records();
  const pages = first!.entries.filter(({ outcome }) => outcome.kind === 'page');
  expect(pages.length).toBeGreaterThan(0);
  expect(pages.length).toBeLessThan(20);
  // What was fetched is harvested: its links wait.
  expect(short.frontier.queued).toBeGreaterThan(0);

  const asked = web.hits.length;
  const still = await run({ disk: { measure: () => Promise.resolve(little), everyMs: 1 } });
  expect(still).toMatchObject({ resumed: true, finished: false, shortage: { kind: 'reserve' } });
  expect(web.hits.length).toBe(asked);

  const whole = await run({ disk: { measure: () => Promise.resolve(plenty), everyMs: 1 } });
  expect(whole).toMatchObject({ run: short.run, resumed: true, finished: true, shortage: null });
  const outcomes = outcomesOf((await project.records())[0]!.entries);
  expect([...outcomes.values()].filter((outcome) => outcome === 'page')).toHaveLength(20);
  const paths = web.hits.filter(({ path }) => path !== '/robots.txt').map(({ path }) => path);
  expect(new Set(paths).size).toBe(paths.length);
});
