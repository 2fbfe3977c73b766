import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { assess, assessRights, type RightsInput } from '../../src/rights/assess.ts';
import type { Headers } from '../../src/records.ts';
import { scoreSignals } from '../../bench/rights/cases.ts';
import { dataFolder } from '../data.ts';

const base = { url: 'https://ex.org/a/page.html', userAgent: 'GarnerBot' };
const meta = (...contents: readonly string[]): string =>
  `<title>t</title>${contents.map((content) => `<meta name="robots" content="${content}">`).join('')}<p>Hello</p>`;
const tag = (...values: readonly string[]): Headers => values.map((value) => ['X-Robots-Tag', value] as const);

test('says nothing where nothing is said', () => {
  expect(assessRights({ ...base, html: '<p>Hello</p>' })).toEqual({
    uses: { train: 'unknown', aiInput: 'unknown', search: 'unknown', index: 'allow' },
    crawl: 'unknown',
    follow: 'allow',
    archive: 'allow',
    images: 'unknown',
    signals: [],
    evidence: [],
    obligations: [],
    trainObligations: [],
    licence: { id: null, evidence: [] },
    profile: 'standard',
  });
});

/** `[what, input, signals, train, train in strict, index]`. */
const rows: readonly (readonly [string, Partial<RightsInput>, readonly string[], string, string, string])[] = [
  ['noai', { html: meta('noai') }, ['html:robots:noai'], 'deny', 'deny', 'allow'],
  ['noai in a header', { headers: tag('noai, noimageai') }, ['header:robots:noai', 'header:robots:noimageai'], 'deny', 'deny', 'allow'],
  ['noimageai alone', { html: meta('noimageai') }, ['html:robots:noimageai'], 'unknown', 'unknown', 'allow'],
  [
    'noai in XHTML',
    { contentType: 'application/xhtml+xml', html: `<script src="a.js"/>${meta('noai')}` },
    ['html:robots:noai'],
    'deny',
    'deny',
    'allow',
  ],
  ['noml', { headers: tag('noml') }, ['header:robots:noml'], 'deny', 'deny', 'allow'],
  ['noindex', { html: meta('NOINDEX, follow') }, ['html:robots:noindex'], 'unknown', 'deny', 'deny'],
  ['none', { html: meta('none') }, ['html:robots:none'], 'unknown', 'deny', 'deny'],
  ['index and noindex', { html: meta('index, follow', 'noindex') }, ['html:robots:noindex'], 'unknown', 'deny', 'deny'],
  [
    'spaces and semicolons',
    { html: meta('noindex nofollow;noarchive') },
    ['html:robots:noarchive', 'html:robots:nofollow', 'html:robots:noindex'],
    'unknown',
    'deny',
    'deny',
  ],
  ['whole tokens only', { html: meta('noaireport, noindexing') }, [], 'unknown', 'unknown', 'allow'],
  ['prototype names', { html: meta('constructor, __proto__') }, [], 'unknown', 'unknown', 'allow'],
  ['our own meta', { html: '<meta name="garnerbot" content="noai">' }, ['html:robots:noai'], 'deny', 'deny', 'allow'],
  [
    "another's meta",
    { html: '<meta name="Googlebot" content="noai, noindex">' },
    ['html:robots@googlebot:noai', 'html:robots@googlebot:noindex'],
    'unknown',
    'unknown',
    'allow',
  ],
  ['a meta of another kind', { html: '<meta name="description" content="noai">' }, [], 'unknown', 'unknown', 'allow'],
  ['meta in the body', { html: '<body><p>x<meta name="robots" content="noai">' }, ['html:robots:noai'], 'deny', 'deny', 'allow'],
  ['meta in a script', { html: '<script>"<meta name=robots content=noai>"</script>' }, [], 'unknown', 'unknown', 'allow'],
  ['meta in a comment', { html: '<!-- <meta name="robots" content="noai"> -->' }, [], 'unknown', 'unknown', 'allow'],
  ['meta in a template', { html: '<template><meta name="robots" content="noai"></template>' }, [], 'unknown', 'unknown', 'allow'],
  ['meta that is shown', { html: '<pre>&lt;meta name="robots" content="noai"&gt;</pre>' }, [], 'unknown', 'unknown', 'allow'],
  [
    "another's header",
    { headers: tag('otherbot: noindex, noai') },
    ['header:robots@otherbot:noai', 'header:robots@otherbot:noindex'],
    'unknown',
    'unknown',
    'allow',
  ],
  [
    'our header',
    { headers: tag('otherbot: nofollow', 'GarnerBot: noai') },
    ['header:robots:noai', 'header:robots@otherbot:nofollow'],
    'deny',
    'deny',
    'allow',
  ],
  [
    'joined headers',
    { headers: tag('otherbot: nofollow, garnerbot: noai') },
    ['header:robots:noai', 'header:robots@otherbot:nofollow'],
    'deny',
    'deny',
    'allow',
  ],
  ['a star', { headers: tag('*: noai') }, ['header:robots:noai'], 'deny', 'deny', 'allow'],
  [
    'a date with a comma',
    { headers: tag('unavailable_after: Friday, 25-Jun-10 15:00:00 GMT, noarchive') },
    ['header:robots:noarchive', 'header:robots:unavailable_after'],
    'unknown',
    'deny',
    'deny',
  ],
  [
    'a date to come',
    { headers: tag('unavailable_after: 25 Jun 2090 15:00:00 GMT') },
    ['header:robots:unavailable_after'],
    'unknown',
    'unknown',
    'allow',
  ],
  ['no date', { headers: tag('unavailable_after: sometime, noai') }, ['header:robots:noai'], 'deny', 'deny', 'allow'],
  [
    "another's date",
    { headers: tag('otherbot: unavailable_after: 25 Jun 2010 15:00:00 GMT') },
    ['header:robots@otherbot:unavailable_after'],
    'unknown',
    'unknown',
    'allow',
  ],
  [
    'Robots-Tag',
    { headers: [['Robots-Tag', '*=noindex; OtherBot=noai; GarnerBot=noml']] },
    ['header:robots:noindex', 'header:robots:noml', 'header:robots@otherbot:noai'],
    'deny',
    'deny',
    'deny',
  ],
];

test.each(rows)('%s', (_what, input, signals, train, strict, index) => {
  const now = '2026-11-24T00:00:00Z';
  const standard = assessRights({ ...base, now, ...input });
  expect(standard.signals).toEqual(signals);
  expect([standard.uses.train, standard.uses.index]).toEqual([train, index]);
  expect(assessRights({ ...base, now, ...input, profile: 'strict' }).uses.train).toBe(strict);
});

test('other things that directives say', () => {
  const assessment = assessRights({
    ...base,
    html: meta('nofollow, noarchive, max-snippet:50'),
    headers: tag('max-snippet: 20', 'max-snippet:-1'),
  });
  expect(assessment).toMatchObject({ follow: 'deny', archive: 'deny', snippetMax: 20, uses: { index: 'allow' } });
  expect(assessRights({ ...base, headers: tag('nosnippet') }).snippetMax).toBe(0);
  const dated = assessRights({ ...base, headers: tag('unavailable_after: 25 Jun 2010 15:00:00 GMT') });
  expect([dated.expires, dated.uses.index]).toEqual(['2010-06-25T15:00:00.000Z', 'allow']);
});

test('every signal comes with what was read', () => {
  const { evidence, denial } = assessRights({ ...base, html: meta('noai'), headers: tag('noarchive') });
  expect(evidence).toEqual([
    { signal: 'header:robots:noarchive', quote: 'X-Robots-Tag: noarchive', where: 'header X-Robots-Tag' },
    {
      signal: 'html:robots:noai',
      quote: '<meta name="robots" content="noai">',
      where: 'meta element',
      line: 1,
      file: expect.stringMatching(/^sha256:/),
    },
  ]);
  expect(denial).toEqual(evidence[1]);
});

test('robots.txt is about access', () => {
  const robots = 'User-agent: *\nDisallow: /a/\n';
  const denied = assessRights({ ...base, robots });
  expect([denied.crawl, denied.uses.train, denied.signals]).toEqual(['deny', 'unknown', []]);
  const file = `sha256:${createHash('sha256').update(robots).digest('hex')}`;
  expect(denied.evidence).toEqual([{ signal: 'robots:crawl=deny', quote: 'Disallow: /a/', where: 'robots.txt:2', line: 2, file }]);
  expect(assessRights({ ...base, userAgent: 'GarnerBot/1.0 (+https://x)', robots: `${robots}User-agent: garnerbot\nAllow: /` }).crawl).toBe(
    'allow',
  );
});

test('a page that is not HTML has no markup to read', () => {
  expect(assessRights({ ...base, contentType: 'text/plain; charset=utf-8', html: meta('noai') }).signals).toEqual([]);
});

test('a licence from config stands behind the page', () => {
  const input = { ...base, document: null, robots: null, knownLicence: { id: 'CC-BY-4.0', evidence: 'https://ex.org/terms' } };
  expect(assess(input).licence).toMatchObject({ id: 'CC-BY-4.0', scope: 'site' });
});

const folder = dataFolder();

describe.skipIf(folder === null)('outside signal cases (set GARNER_DATA)', () => {
  test('every decision and every signal', () => {
    const { cases, misses } = scoreSignals(folder ?? '');
    expect(cases).toBeGreaterThan(50);
    expect(misses).toEqual([]);
  });
});
