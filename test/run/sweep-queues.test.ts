import { renameSync, writeFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import { loadConfig } from '../../src/config/load.ts';
import { openSqliteFrontier, viewSqliteFrontier } from '../../src/frontier/sqlite.ts';
import type { RunId } from '../../src/records.ts';
import { crawl } from '../../src/run/crawl.ts';
import { type Engines, frontierFile, openEngines } from '../../src/run/engines.ts';
import { discovery } from '../contracts/discovery.ts';
import { makeProject } from '../cli/project.ts';

/** A project with one crawler, until the test is over; `file` is where its queues are. */
async function openProject(): Promise<{ readonly config: Config; readonly engines: Engines; readonly file: string }> {
  const project = await makeProject({ settings: {}, crawlers: { here: { seeds: ['http://127.0.0.1/'], sitemaps: false } } });
  onTestFinished(() => project.dispose());
  const config = loadConfig(project.folder, {});
  const engines = await openEngines(config, 'test');
  onTestFinished(() => engines.close());
  return { config, engines, file: frontierFile(config.storage) };
}

test('the queue of a run that is over goes, though whoever ended it died before it could see to that', async () => {
  const { config, engines, file } = await openProject();
  const runs = ['over', 'open'] as RunId[];
  for (const [n, run] of runs.entries()) {
    const record = {
      run,
      crawlers: [`other-${n}`],
      configDigest: config.digest,
      startedAt: 1000,
      endedAt: null,
      state: 'running',
    } as const;
    await engines.ledger.startRun(record);
    const frontier = await openSqliteFrontier(file, { crawl: run, leaseMs: 1000 });
    await frontier.add([discovery('a', '1')]);
    await frontier.close();
  }
  await engines.ledger.endRun('over' as RunId, 2000);

  const { run, finished } = await crawl(config, engines, { crawlers: ['here'] });
  expect(finished).toBe(true);
  const views = await Promise.all([...runs, run].map((each) => viewSqliteFrontier(file, each)));
  expect(views.map((view) => view !== null)).toEqual([false, true, false]);
  await views[1]?.close();
});

test('what has gone wrong in a crawl is told, and not that its queue cannot be swept after it', async () => {
  const { config, engines, file } = await openProject();
  const started = (): void => {
    writeFileSync(`${file}.new`, 'no database');
    renameSync(`${file}.new`, file);
    throw new Error('what has gone wrong');
  };
  await expect(crawl(config, engines, { crawlers: ['here'], started })).rejects.toThrow('what has gone wrong');
});
