import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { certificate } from '../fetch/certificates.ts';
import { html, type Site } from '../web/page.ts';
import { serveSites, type Web } from '../web/web.ts';
import { type Ended, loopbackSettings, makeProject, type Project, until } from './project.ts';
import { treeSite } from './tree-site.ts';

const HOST = 'tree.test';
const site = treeSite(HOST, 12, 1);
const paragraph = '<p>The newcomer tells how to sort paper, glass, metal and food scraps into their bins at home. </p>'.repeat(6);
const newcomer = html(`<!doctype html><html lang="en"><title>New</title><article><h1>New</h1>${paragraph}</article></html>`);
/** One page tells something else now. */
const later: Site = { ...site, pages: new Map([...site.pages, ['/8', newcomer]]) };

interface Call {
  readonly key: string | undefined;
  readonly payload: Readonly<Record<string, unknown>>;
}

let web: Web;
let project: Project;
let hook: Server;
const calls: Call[] = [];
const authority = certificate({ host: 'Test Authority', isAuthority: true });

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const payload = JSON.parse(await text(request)) as Call['payload'];
  calls.push({ key: request.headers['idempotency-key'] as string | undefined, payload });
  response.end('ok');
}

beforeAll(async () => {
  web = await serveSites([site]);
  hook = createServer(certificate({ host: 'hook.example', by: authority }), (request, response) => {
    void answer(request, response);
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  const settings = loopbackSettings(web.port);
  const connectTo = { '*.test': `127.0.0.1:${web.port}`, 'hook.example': `127.0.0.1:${(hook.address() as AddressInfo).port}` };
  project = await makeProject({
    settings: { ...settings, network: { connectTo } },
    crawlers: { [HOST]: { seeds: [`http://${HOST}/`], sitemaps: false } },
  });
  await project.write('config/topics/trees.yaml', { title: 'Trees', crawlers: [HOST] });
  await writeFile(join(project.folder, 'authority.pem'), authority.cert);
});
afterAll(async () => {
  await project.dispose();
  await web.close();
  hook.close();
});

const schedule = async (...args: readonly string[]): Promise<Ended> =>
  project.runWith({ NODE_EXTRA_CA_CERTS: join(project.folder, 'authority.pem'), HOOK: 'https://hook.example/x' }, 'schedule', ...args);

const eventsOf = ({ stdout }: Ended): readonly Readonly<Record<string, unknown>>[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test('without a schedule it says how to write one', async () => {
  expect(await schedule()).toMatchObject({ code: 2, stderr: expect.stringContaining('config/schedules.yaml') as string });
});

test('a slot crawls, builds, tells what has changed, and calls the webhook', async () => {
  await project.write('config/schedules.yaml', { often: { cron: '* * * * * *', topic: 'trees', webhook: '${env:HOOK}' } });
  expect(await schedule('--once')).toMatchObject({ code: 0, stderr: expect.stringContaining('Nothing is due.') as string });
  await sleep(1100);
  const first = await schedule('--once', '--json');
  const done = eventsOf(first).find(({ event }) => event === 'ended');
  expect([first.code, done]).toEqual([0, expect.objectContaining({ schedule: 'often', state: 'finished' })]);
  expect(calls).toHaveLength(1);
  expect(calls[0]).toEqual({
    key: done?.['run'],
    payload: {
      schedule: 'often',
      slot: done?.['at'],
      run: done?.['run'],
      state: 'finished',
      crawlers: [HOST],
      outcomes: expect.objectContaining({ page: 12 }) as object,
      corpora: [{ name: 'trees', generation: 1, captured: 12, kept: 12, isNew: true, difference: null }],
    },
  });

  await web.close();
  web = await serveSites([later], web.port);
  const second = await schedule('--once');
  expect(second).toMatchObject({ code: 0, stderr: expect.stringContaining('Since generation 1: 0 new, 1 changed, 0 gone') as string });
  expect(calls[1]?.payload).toMatchObject({
    corpora: [{ name: 'trees', generation: 2, isNew: true, difference: { since: 1, added: 0, changed: 1, gone: 0 } }],
  });

  const told = await project.runWith({ HOOK: 'https://hook.example/x' }, 'runs');
  expect(told.stdout).toMatch(/scheduled: often[^]*calendar\n {2}often {2}[^]*finished, 2[^]*next\n {2}often {2}\* \* \* \* \* \*, UTC/);
  const runs = JSON.parse((await project.runWith({ HOOK: 'https://hook.example/x' }, 'runs', '--json')).stdout) as { slot: object }[];
  expect(runs.map(({ slot }) => slot)).toEqual(
    [1, 2].map(() => expect.objectContaining({ schedule: 'often', state: 'finished' }) as object),
  );
});

test('a webhook that is not reached is noted, and the run stands', async () => {
  await project.write('config/schedules.yaml', {
    often: { cron: '* * * * * *', topic: 'trees', build: [], webhook: 'https://nowhere.test/' },
  });
  const { stdout, code } = await schedule('--once', '--json');
  expect(code).toBe(0);
  expect(eventsOf({ stdout } as Ended).find(({ event }) => event === 'ended')).toMatchObject({
    state: 'finished',
    because: expect.stringContaining('the webhook was not reached') as string,
  });
});

test('SIGTERM gives the run back, and the next start goes on with it', async () => {
  await project.write('config/garner.yaml', { ...loopbackSettings(web.port), crawl: { delay: '700ms' } });
  await project.write('config/schedules.yaml', { slow: { cron: '* * * * * *', crawlers: [HOST], build: [] } });
  const running = project.start('schedule', '--json');
  let said = '';
  running.child.stdout?.on('data', (chunk) => (said += String(chunk)));
  await until(() => said.includes('"begun"'));
  await sleep(1500);
  running.child.kill('SIGTERM');
  const stopped = await running.ended;
  const begun = eventsOf(stopped).find(({ event }) => event === 'begun');
  expect([stopped.code, eventsOf(stopped).find(({ event }) => event === 'given-back')?.['run']]).toEqual([0, begun?.['run']]);
  await project.write('config/garner.yaml', loopbackSettings(web.port));
  const next = eventsOf(await schedule('--once', '--json'));
  expect(next.find(({ event }) => event === 'begun')).toMatchObject({ run: begun?.['run'], claims: 2 });
  expect(next.find(({ event }) => event === 'ended')).toMatchObject({ run: begun?.['run'], state: 'finished' });
  expect((await project.records()).filter(({ run }) => run.run === begun?.['run'])).toMatchObject([{ run: { state: 'finished' } }]);
});

test('the times that come next are listed', async () => {
  const yaml = { nightly: { cron: '30 2 * * *', timeZone: 'Europe/Berlin', topic: 'trees', jitter: '10m' } };
  await project.write('config/schedules.yaml', yaml);
  expect((await schedule('--list')).stdout).toMatch(
    /^nightly {2}30 2 \* \* \*, Europe\/Berlin, up to 10 min 0 s later\n {9}\d{4}-\d\d-\d\d 02:30 GMT\+[12], in /,
  );
  const [listed] = JSON.parse((await schedule('--list', '--json')).stdout) as { schedule: string; next: string[] }[];
  expect([listed?.schedule, listed?.next.length]).toEqual(['nightly', 3]);
});
