import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { assessRights, extract, judgeQuality } from '../../src/index.ts';
import { compileRules } from '../../src/run/rules.ts';
import { projectFolder } from '../config/project-folder.ts';

test('an error in place of a page is no document', () => {
  expect(judgeQuality('{"error":"rate limit"}', { language: 'en' })).toMatchObject({ kept: false });
});

test('a banner in place of a page is a short text, which presets that ask for words drop', async () => {
  const html = `<title>News</title><div id="consent"><h2>We value your privacy</h2>
    <p>We and our partners store cookies on your device. You can accept or refuse.</p><button>Accept all</button><button>Refuse</button></div>`;
  const { text } = await extract(html, { url: 'https://a.test/' });
  expect(judgeQuality(text, { language: 'en', preset: 'gopher' })).toMatchObject({ kept: false });
});

test('robots headers that come twice both count', () => {
  const headers: [string, string][] = [
    ['X-Robots-Tag', 'noarchive'],
    ['x-robots-tag', 'noai, noimageai'],
  ];
  const { uses, archive } = assessRights({ url: 'https://a.test/', userAgent: 'GarnerBot', headers });
  expect([uses.train, archive]).toEqual(['deny', 'deny']);
});

test('headers of the config go to the hosts of the crawler, and not in the clear where it is all https', () => {
  const crawler = (seed: string): string => `seeds: ['${seed}']\nscope: { hosts: [a.test, '*.b.test'] }\nheaders: { X-Key: ours }\n`;
  const rules = (seed: string) =>
    compileRules(loadConfig(projectFolder({ 'crawlers/a.test.yaml': crawler(seed) })), ['a.test']).get('a.test');
  const [secure, clear] = [rules('https://a.test/'), rules('http://a.test/')];
  expect(secure?.headersFor('https://x.b.test/')).toEqual([['X-Key', 'ours']]);
  expect(clear?.headersFor('http://a.test/x')).toEqual([['X-Key', 'ours']]);
  for (const url of ['https://other.test/', 'https://a.test.other.test/', 'http://a.test/', 'http://x.b.test/'])
    expect(secure?.headersFor(url)).toEqual([]);
});
