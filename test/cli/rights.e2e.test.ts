import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Manifest } from '../../src/corpus/manifest.ts';
import type { Evidence } from '../../src/records.ts';
import { chanceOf } from '../web/chance.ts';
import { hostOfWay, reservations, WAYS } from '../web/sites/reservations.ts';
import { serveSites, type Web } from '../web/web.ts';
import { jsonLines, lastEvent, loopbackSettings, makeProject, type Project } from './project.ts';

const NAME = 'open-reserved.test';
const OPEN = `http://${NAME}/`;
const DELAY_MS = 20;

let web: Web;
let project: Project;
let manifest: Manifest;
let rows: readonly Readonly<Record<string, unknown>>[];
let rejected: readonly Readonly<Record<string, unknown>>[];

const read = async (files: readonly { readonly path: string }[]): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  (await Promise.all(files.map(({ path }) => jsonLines(join(project.storage, 'corpora', NAME, path))))).flat();

beforeAll(async () => {
  web = await serveSites(reservations(chanceOf(9)));
  const hosts = [...WAYS.map(hostOfWay), NAME];
  const crawler = { seeds: hosts.map((host) => `http://${host}/`), scope: { hosts }, sitemaps: false };
  project = await makeProject({
    settings: { ...loopbackSettings(web.port), corpus: { format: 'jsonl' } },
    crawlers: { [NAME]: crawler },
  });
  await project.json('crawl', NAME, '--json');
  manifest = await project.json<Manifest>('build', NAME, '--json');
  [rows, rejected] = [await read(manifest.shards), await read(manifest.rejected)];
}, 120_000);

afterAll(async () => {
  await project.dispose();
  await web.close();
});

describe('a crawl of hosts that reserve their rights', () => {
  test('takes the one page that nobody reserved', () => {
    expect(rows.map((row) => row['url'])).toEqual([OPEN]);
    const rights = JSON.parse(String(rows[0]?.['rights'])) as {
      readonly signals: readonly string[];
      readonly engine: string;
      readonly at: string;
    };
    expect(rights.signals).toEqual(['robots:ai-agent-block:gptbot']);
    expect(rights).toMatchObject({ engine: expect.stringMatching(/^garner@/), at: expect.stringMatching(/^\d{4}-/) });
  });

  test.each(WAYS.map((way) => [way.name, way] as const))('drops what is reserved by %s, and keeps the evidence', (_name, way) => {
    const row = rejected.find(({ url }) => url === `http://${hostOfWay(way)}/`);
    expect(row).toMatchObject({ stage: 'rights', because: expect.stringMatching(/./) });
    const evidence = JSON.parse(String(row?.['evidence'])) as readonly Evidence[];
    expect(evidence.filter(({ quote, where }) => quote !== '' && where !== '').length).toBeGreaterThan(0);
    const inFile = Object.keys(way.files ?? {}).length > 0;
    if (inFile) expect(evidence.some(({ file }) => /^sha256:[0-9a-f]{64}$/.test(file ?? ''))).toBe(true);
  });

  test('asks each host once for each file, and lets it rest after each', () => {
    for (const host of web.hosts) {
      const hits = web.hits.filter((hit) => hit.host === host);
      expect(hits.map(({ path }) => path).slice(0, 3)).toEqual(['/robots.txt', '/.well-known/tdmrep.json', '/ai.txt']);
      for (const path of ['/robots.txt', '/.well-known/tdmrep.json', '/ai.txt']) expect(web.count(`http://${host}${path}`)).toBe(1);
      const rests = hits.slice(1).map((hit, n) => hit.at - hits[n]!.at);
      expect(rests.filter((ms) => ms < DELAY_MS - 2)).toEqual([]);
      expect(hits.filter(({ underWay }) => underWay > 0)).toEqual([]);
    }
    expect(web.count(`http://${hostOfWay({ name: 'rsl-robots' })}/license.xml`)).toBe(1);
    expect(web.count(`http://${hostOfWay({ name: 'rsl-link' })}/license.xml`)).toBe(1);
  });

  test('another policy judges the same pages otherwise, and asks nobody', async () => {
    const before = web.hits.length;
    await project.write('config/rights.yaml', { aiAgentBlocks: 'deny' });
    const strict = lastEvent((await project.run('build', NAME, '--json')).stdout) as Manifest;
    expect(strict.policy.digest).not.toBe(manifest.policy.digest);
    expect(strict.counts).toMatchObject({ kept: 0, dropped: { 'rights/ai-agent-block': 1 } });
    await project.write('config/rights.yaml', {});
    const again = await project.json<Manifest>('build', NAME, '--json');
    expect(again.policy.digest).toBe(manifest.policy.digest);
    expect(again.counts).toEqual(manifest.counts);
    expect(web.hits.length).toBe(before);
  }, 60_000);
});

describe('garner rights', () => {
  test('tells what may be done with a page, and by what', async () => {
    const url = `http://${hostOfWay({ name: 'tdmrep-file' })}/`;
    const { code, stdout } = await project.run('rights', url);
    expect(code).toBe(7);
    expect(stdout).toContain('✗ may not become training text: tdm-reservation');
    expect(stdout).toContain('wellknown:tdm-reservation=1');
    expect(stdout).toContain('{"location":"/","tdm-reservation":1}');
    expect(stdout).not.toMatch(/ $/m);
  });

  test('as JSON', async () => {
    const { code, stdout } = await project.run('rights', OPEN, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ url: OPEN, verdict: { kept: true }, uses: { train: 'unknown' }, crawl: 'allow' });
  });

  test('explain quotes the same evidence', async () => {
    const { stdout } = await project.run('explain', `http://${hostOfWay({ name: 'rsl-link' })}/`);
    expect(stdout).toContain('rights/rsl');
    expect(stdout).toContain('<prohibits type="usage">ai-train</prohibits>');
  });
});
