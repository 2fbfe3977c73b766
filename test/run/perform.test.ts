import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import type { ScheduleConfig } from '../../src/config/schedule.ts';
import { openEngines } from '../../src/run/engines.ts';
import { performer } from '../../src/run/perform.ts';
import { scheduledRunId } from '../../src/run/run-id.ts';
import { loopbackSettings, makeProject } from '../cli/project.ts';
import { treeSite } from '../cli/tree-site.ts';
import { serveSites } from '../web/web.ts';

const HOST = 'tree.test';

/** A webhook that keeps what it is sent. */
async function openHook() {
  const payloads: string[] = [];
  const keys: unknown[] = [];
  const hook = createServer((request, response) => {
    keys.push(request.headers['idempotency-key']);
    void text(request).then((body) => response.end(String(payloads.push(body))));
  });
  hook.listen(0, '127.0.0.1');
  await once(hook, 'listening');
  onTestFinished(() => void hook.close());
  return { payloads, keys, port: (hook.address() as AddressInfo).port };
}

async function world() {
  const web = await serveSites([treeSite(HOST, 6, 1)]);
  const hook = await openHook();
  const connectTo = { '*.test': `127.0.0.1:${web.port}`, 'hook.test': `127.0.0.1:${hook.port}` };
  const project = await makeProject({
    settings: { ...loopbackSettings(web.port), network: { connectTo } },
    crawlers: { [HOST]: { seeds: [`http://${HOST}/`], sitemaps: false } },
  });
  onTestFinished(async () => {
    await project.dispose();
    await web.close();
  });
  const schedule: ScheduleConfig = {
    name: 's',
    cron: '0 * * * *',
    timeZone: 'UTC',
    crawlers: [HOST],
    overlap: 'skip',
    missed: 'once',
    jitter: 0,
    webhook: 'http://hook.test/',
  };
  const at = Date.parse('2026-11-28T00:00:00Z');
  const stop = new AbortController();
  const occasion = { schedule, at, run: scheduledRunId('s', at), signal: stop.signal };
  return { web, hook, project, config: loadConfig(project.folder), occasion, stop };
}

const sleep = async (): Promise<void> => undefined;

test('what is performed a second time, since nobody knew that it was done, changes nothing and tells the same', async () => {
  const { web, hook, project, config, occasion } = await world();
  const perform = performer(config, { sleep });
  expect(await perform(occasion)).toEqual({ state: 'finished' });
  const hits = web.hits.length;
  expect(await perform(occasion)).toEqual({ state: 'finished' });
  expect(web.hits.length).toBe(hits);
  expect(hook.payloads[1]).toBe(hook.payloads[0]);
  expect(hook.keys).toEqual([occasion.run, occasion.run]);
  expect(JSON.parse(hook.payloads[0] ?? '')).toMatchObject({ corpora: [{ name: HOST, generation: 1, isNew: true }] });
  expect((await project.records()).map(({ run }) => [run.run, run.state])).toEqual([[occasion.run, 'finished']]);
});

test('it waits for another command, and can be stopped while it does', async () => {
  const { config, occasion, stop, hook } = await world();
  const engines = await openEngines(config, 'crawl');
  const heard: string[] = [];
  let asked = 0;
  const perform = performer(config, {
    waiting: (because) => heard.push(because),
    sleep: async () => {
      if ((asked += 1) === 3) stop.abort();
    },
  });
  expect(await perform(occasion)).toBe('interrupted');
  expect(heard).toEqual([expect.stringContaining('is in use by garner crawl')]);
  expect(hook.payloads).toEqual([]);
  await engines.close();
});

test('a storage folder that cannot be used is a failure, and is told', async () => {
  const { config, occasion, hook } = await world();
  const open = (): Promise<never> => Promise.reject(new Error('the disk is full'));
  expect(await performer(config, { sleep, open })(occasion)).toEqual({ state: 'failed', because: 'the disk is full' });
  expect(JSON.parse(hook.payloads[0] ?? '')).toMatchObject({ state: 'failed', because: 'the disk is full', outcomes: {}, corpora: [] });
});
