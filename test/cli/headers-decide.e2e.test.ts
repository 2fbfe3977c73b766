import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Manifest } from '../../src/corpus/manifest.ts';
import { html } from '../web/page.ts';
import { SiteMaker } from '../web/site-maker.ts';
import { serveSites, type Web } from '../web/web.ts';
import { loopbackSettings, makeProject, type Project } from './project.ts';

const NAME = 'early.test';
const RESERVED = `http://${NAME}/reserved`;
const SIZE = 4_000_000;

let web: Web;
let project: Project;

beforeAll(async () => {
  const site = new SiteMaker(NAME);
  const text = '<p>Paper, glass and metal are sorted into their bins, and food scraps go into the caddy.</p>'.repeat(20);
  site.serve('/', html(`<html lang="en"><title>Open</title><article>${text}<a href="/reserved">more</a></article>`));
  const large = html(`<title>Reserved</title>${'<p>words </p>'.repeat(SIZE / 13)}`);
  const reserved = { ...large, headers: [...large.headers, ['X-Robots-Tag', 'noai'] as const] };
  // At first nothing is reserved.
  site.serve('/reserved', (nth) =>
    nth === 1 ? html(`<html lang="en"><title>Yet open</title><article>${text.replaceAll('bins', 'boxes')}</article>`) : reserved,
  );
  web = await serveSites([site.done()]);
  project = await makeProject({
    settings: loopbackSettings(web.port),
    crawlers: { [NAME]: { seeds: [`http://${NAME}/`], sitemaps: false } },
  });
  await project.write('config/rights.yaml', { headersDecide: true, hostFiles: { tdmrep: false, aiTxt: false } });
});
afterAll(async () => {
  await project.dispose();
  await web.close();
});

test('headers that reserve a page end its transfer, withdraw what was had before, and are told', { timeout: 120_000 }, async () => {
  await project.json('crawl', NAME, '--json');
  expect((await project.json<Manifest>('build', NAME, '--json')).counts).toEqual({ captured: 2, kept: 2, dropped: {} });
  await project.json('crawl', NAME, '--json');
  const entry = (await project.records())[0]?.entries.find(({ url }) => url === RESERVED);
  expect(entry?.outcome).toMatchObject({
    kind: 'refused',
    drop: {
      stage: 'rights',
      rule: 'noai',
      because: expect.stringContaining('X-Robots-Tag: noai'),
      evidence: [{ signal: 'header:robots:noai' }],
    },
  });
  expect(entry?.bytes).toBeLessThan(SIZE / 2);
  const { counts } = await project.json<Manifest>('build', NAME, '--json');
  expect(counts).toEqual({ captured: 2, kept: 1, dropped: { 'rights/noai': 1 } });
  const { stdout } = await project.run('explain', RESERVED);
  expect(stdout).toMatch(/not taken \(rights\/noai\).*the body was not read/);
});
