import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JSDOM } from 'jsdom';
import { afterAll, describe, expect, test } from 'vitest';
import type { RightsFigures } from '../../src/corpus/rights-count.ts';
import type { Manifest } from '../../src/corpus/manifest.ts';
import type { Digest, PolitenessKey, RunId } from '../../src/records.ts';
import type { CorpusFigures } from '../../src/report/corpus-figures.ts';
import { corpusReport } from '../../src/report/corpus-report.ts';
import { Histogram } from '../../src/report/histogram.ts';
import { html, link } from '../../src/report/html.ts';
import type { RunFigures } from '../../src/report/run-figures.ts';
import { runReport } from '../../src/report/run-report.ts';
import { browserIsThere, openInBrowser } from './browser.ts';

const HOSTILE = [
  '<script>console.error("in")</script>',
  '"><img src=x onerror=console.error("in")>',
  "' onmouseover='console.error(1)",
  '</style><style>body{display:none}</style>',
  '</title><script>console.error("in")</script>',
  'javascript:console.error("in")',
  'data:text/html,<script>console.error(1)</script>',
  '${process.exit()} {{7*7}} <!-- ]]> &lt;script&gt;',
  '\u202Egnp.exe \u0000\u001B[31m \uD800',
];
const evil = HOSTILE.join(' ');

const histogram = (...values: readonly number[]): Histogram => {
  const made = new Histogram();
  for (const value of values) made.add(value);
  return made;
};

const hostileRights: RightsFigures = {
  uses: { train: { [evil]: 3 }, aiInput: { allow: 3 }, search: { unknown: 3 }, index: { deny: 3 } },
  obligations: { names: 1, top: [[evil, 3]] },
  signals: { names: 40, top: [[evil, 5, 3]] },
  cost: [{ rule: `rights/${evil}`, pages: 2 }],
};

function hostileRun(): RunFigures {
  const record = {
    run: evil as RunId,
    crawlers: HOSTILE,
    configDigest: evil as Digest,
    startedAt: 1.79e12,
    endedAt: 1.79e12 + 180_000,
    state: 'finished' as const,
  };
  const outcomes = { page: 5, [`failed ${evil}`]: 2, [`refused ${evil}/${evil}`]: 1 };
  const host = {
    key: evil as PolitenessKey,
    pages: 5,
    unchanged: 0,
    redirects: 0,
    refused: 1,
    failed: 2,
    bytes: 1e6,
    times: histogram(5, 50, 500),
  };
  return {
    record,
    outcomes,
    previous: { record, outcomes },
    examples: new Map([
      [`failed ${evil}`, 'javascript:console.error(1)'],
      [`refused ${evil}/${evil}`, `http://a.test/${evil}`],
    ]),
    statuses: new Map([[evil, 5]]),
    mediaTypes: new Map([[evil, 5]]),
    depths: new Map([['0', 5]]),
    hosts: [host, { ...host, pages: 0 }],
    sizes: histogram(1, 100, 1e6),
    times: histogram(5, 50, 500),
    minutes: [5, 0, 3],
    bytes: 1e6,
    traps: [{ rule: 'copies', because: 'https://a.test/x/** is in quarantine', example: 'https://a.test/x/1', urls: 7 }],
    deferred: 3,
    rights: { rights: hostileRights, licences: { names: 1, top: [[evil, 3]] }, looked: 5, refused: 1, isPart: true },
  };
}

function hostileCorpus(): CorpusFigures {
  const tally = { names: 1, top: [[evil, 3]] as [string, number][] };
  const row = {
    url: `http://a.test/${evil}`,
    title: evil,
    text: evil.repeat(20),
    language: evil,
    published: evil,
    license: evil,
    license_evidence: evil,
    train_use: evil,
    id: evil,
  };
  const manifest = {
    generation: 2,
    corpus: evil,
    title: evil,
    description: evil,
    createdAt: '2026-11-24T12:00:00.000Z',
    asOf: '2026-11-24T12:00:00.000Z',
    versions: { garner: evil },
    shards: [],
    rejected: [],
    counts: { captured: 5, kept: 3, dropped: { [`dedup/${evil}`]: 2 } },
    makeup: {
      characters: 10,
      hosts: { names: 1, top: [[evil, 5, 3]] },
      languages: tally,
      licences: tally,
      trainUse: tally,
      extractors: tally,
      rights: hostileRights,
    },
  } as unknown as Manifest;
  return {
    manifest,
    lengths: histogram(100, 2000, 1e5),
    years: new Map([[evil, 3]]),
    kept: [row, { ...row, url: 'javascript:console.error(1)' }],
    dropped: new Map([[evil, [{ url: 'data:text/html,x', because: evil }]]]),
    previous: {
      generation: 1,
      kept: 1,
      added: 2,
      changed: 1,
      gone: 1,
      examples: { added: [evil], changed: ['javascript:1'], gone: HOSTILE },
      dropped: { [evil]: 1 },
    },
  };
}

const pages: readonly (readonly [string, () => Promise<string>])[] = [
  ['a run', () => runReport(hostileRun(), evil)],
  ['a corpus', () => corpusReport(hostileCorpus())],
];

test('a template escapes what is put into it, and markup only once', () => {
  expect(html`<b title="${'"<&>`\''}">${html`<i>${'<'}</i>`}${['a', '&']}${null}${3}</b>`.text).toBe(
    '<b title="&quot;&lt;&amp;&gt;&#96;&#39;"><i>&lt;</i>a&amp;3</b>',
  );
  expect(link('javascript:alert(1)').text).toBe('javascript:alert(1)');
  expect(link('http://a.test/?a=1&b="').text).toBe(
    '<a href="http://a.test/?a=1&amp;b=%22" rel="noreferrer noopener nofollow">http://a.test/?a=1&amp;b=&quot;</a>',
  );
});

describe.each(pages)('the report of %s full of hostile texts', (_name, made) => {
  test('holds them as texts: nothing runs, nothing is loaded, nothing is turned about', async () => {
    const text = await made();
    const { document } = new JSDOM(text).window;
    expect(document.querySelectorAll('script, img, iframe, object, embed, link, form, input, base')).toHaveLength(0);
    expect(document.querySelectorAll('style')).toHaveLength(1);
    const attributes = [...document.querySelectorAll('*')].flatMap((element) => [...element.attributes]);
    expect(attributes.filter(({ name }) => /^on|^style$|^srcdoc$/.test(name))).toEqual([]);
    expect(attributes.filter(({ name, value }) => /^(href|src|xlink:href)$/.test(name) && !/^https?:\/\//.test(value))).toEqual([]);
    expect(text).not.toMatch(/[\u0000\u001B\u202E]/);
    expect(text).toContain('&lt;script&gt;');
    expect(text).not.toMatch(/NaN|undefined|\[object/);
  });

  test('is the same, byte for byte, from the same figures', async () => {
    expect(await made()).toBe(await made());
  });
});

describe.runIf(browserIsThere())('in a browser', () => {
  const folders: string[] = [];
  afterAll(async () => {
    for (const folder of folders) await rm(folder, { recursive: true });
  });

  test.each(pages)('the report of %s says nothing to the console, and keeps its style', async (_name, made) => {
    const folder = await mkdtemp(join(tmpdir(), 'garner-report-'));
    folders.push(folder);
    const file = join(folder, 'report.html');
    await writeFile(file, await made());
    const opened = await openInBrowser(`file://${file}`, 360);
    expect(opened.console).toEqual([]);
    expect(opened.dom).toContain('<main>');
  });

  test('on a phone, names of hosts are not broken into pieces of some letters', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'garner-report-'));
    folders.push(folder);
    const file = join(folder, 'report.html');
    const measure =
      '<script>document.title = Math.min(...[...document.querySelectorAll("td:first-child")].map((td) => td.clientWidth))</script>';
    const run = hostileRun();
    const hosts = run.hosts.map((host) => ({ ...host, key: 'one.example.org:8480' as PolitenessKey }));
    await writeFile(file, `${(await runReport({ ...run, hosts }, '1')).replace(/<meta http-equiv[^>]*>/, '')}${measure}`);
    const { dom } = await openInBrowser(`file://${file}`, 360);
    expect(Number(/<title>(\d+)/.exec(dom)?.[1])).toBeGreaterThan(100);
  });
});

test('links from a seed stand in their order, however many pages each has', async () => {
  const depths = new Map([
    ['10', 1],
    ['2', 7],
    ['0', 5],
  ]);
  const { document } = new JSDOM(await runReport({ ...hostileRun(), depths }, '1')).window;
  const [heading] = [...document.querySelectorAll('h3')].filter(({ textContent }) => textContent === 'Links from a seed');
  expect([...(heading?.nextElementSibling?.querySelectorAll('td:first-child') ?? [])].map(({ textContent }) => textContent)).toEqual([
    '0',
    '2',
    '10',
  ]);
});

test('sizes are counted in bins of equal ratio', () => {
  const sizes = histogram(...Array.from({ length: 1000 }, (_, n) => n + 1), 0);
  expect(sizes.total).toBe(1000);
  expect(sizes.bins().reduce((sum, { count }) => sum + count, 0)).toBe(1000);
  expect(sizes.quantile(0.5)).toBeGreaterThan(400);
  expect(sizes.quantile(0.5)).toBeLessThan(700);
  expect(histogram().quantile(0.5)).toBe(0);
});
