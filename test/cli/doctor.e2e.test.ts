import { afterAll, expect, test } from 'vitest';
import { startObjectStore } from '../objects/store.ts';
import { browserIsThere } from '../report/browser.ts';
import { makeProject, type Project } from './project.ts';

const projects: Project[] = [];
afterAll(() => Promise.all(projects.map((project) => project.dispose())));

async function newProject(render: 'never' | 'auto', settings = {}): Promise<Project> {
  const project = await makeProject({
    settings: { disk: { reserve: '0B' }, ...settings },
    crawlers: { 'a.test': { seeds: ['http://a.test/'], render } },
  });
  projects.push(project);
  return project;
}

const report = (stdout: string) =>
  JSON.parse(stdout) as { ok: boolean; examined: { what: string; state: string; found: string; remedy: string | null }[] };

test('without a browser, all is well as long as no crawler renders', async () => {
  const GARNER_CHROMIUM = '/nowhere';
  const { code, stdout } = await (await newProject('never')).runWith({ GARNER_CHROMIUM }, 'doctor');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ok {2}node +v\d+/m);
  expect(stdout).toMatch(/^-- {2}browser +none; no crawler renders\n +To render pages, install Chromium/m);
  const rendering = await (await newProject('auto')).runWith({ GARNER_CHROMIUM }, 'doctor', '--json');
  expect(rendering.code).toBe(4);
  const { ok, examined } = report(rendering.stdout);
  expect([ok, examined.find(({ what }) => what === 'browser')]).toMatchObject([false, { state: 'ill', found: 'none; wanted by a.test' }]);
});

test('too little room and a Redis that nobody runs are told with what to do', async () => {
  const project = await newProject('never', { disk: { reserve: '900TB' }, engine: 'redis', redis: { url: 'redis://:secret@127.0.0.1:1' } });
  const { code, stdout } = await project.run('doctor', '--json');
  expect(code).toBe(4);
  const ill = report(stdout).examined.filter(({ state }) => state === 'ill');
  expect(ill.map(({ what }) => what)).toEqual(['storage', 'redis']);
  expect(ill.every(({ remedy }) => remedy !== null)).toBe(true);
  expect(ill[0]?.remedy).toBe('Make room there, or lower disk.reserve (900.0 TB).');
  expect(stdout).not.toContain('secret');
});

test('an object store is looked at, and left as it was', async () => {
  const store = await startObjectStore();
  const { code, stdout } = await (await newProject('never', { objects: store.settings() })).run('doctor');
  expect([code, stdout]).toEqual([
    0,
    expect.stringMatching(/^ok {2}objects +s3:\/\/garner-test\/project answers in \S+ ms and can be written$/m),
  ]);
  expect(store.keys()).toEqual([]);
  const closed = await (await newProject('never', { objects: { ...store.settings(), secretAccessKey: 'wrong' } })).run('doctor');
  expect([closed.code, closed.stdout]).toEqual([4, expect.stringMatching(/^!! {2}objects +s3:.*SignatureDoesNotMatch/m)]);
  await store.close();
});

test('a store that keeps to no conditions is for one machine at a time, and not for a fleet', async () => {
  const store = await startObjectStore({ conditions: 'none' });
  const alone = await (await newProject('never', { objects: store.settings() })).run('doctor');
  expect([alone.code, alone.stdout]).toEqual([0, expect.stringMatching(/^.. {2}objects .*\n.*If-None-Match: let one machine at a time/m)]);
  const fleet = await newProject('never', {
    objects: store.settings(),
    engine: 'redis',
    userAgent: { contact: 'mailto:crawl@a.test' },
  });
  expect((await fleet.run('doctor')).stdout).toMatch(/^!! {2}objects .*\n.*If-None-Match, which a fleet needs/m);
  const work = await fleet.run('work');
  expect([work.code, work.stderr]).toEqual([5, expect.stringContaining('s3://garner-test/project does not keep to If-None-Match')]);
  expect(store.keys()).toEqual([]);
  await store.close();
});

test.runIf(browserIsThere())(
  'a browser is started to see whether it does',
  async () => {
    const project = await newProject('auto');
    const well = await project.run('doctor');
    expect([well.code, well.stdout]).toEqual([
      0,
      expect.stringMatching(/^ok {2}browser +\/\S+, Chromium \d+\.\S+, (?:in|without) its sandbox; wanted by a\.test$/m),
    ]);
    const broken = await project.runWith({ GARNER_CHROMIUM: '/bin/false' }, 'doctor');
    expect([broken.code, broken.stdout]).toEqual([4, expect.stringContaining('/bin/false did not start')]);
  },
  60_000,
);
