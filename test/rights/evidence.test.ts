import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { assessRights, type RightsInput } from '../../src/rights/assess.ts';

const base = { url: 'https://ex.org/a/page.html', userAgent: 'GarnerBot' };
const by = 'https://creativecommons.org/licenses/by/4.0/';
const rsl =
  '<rsl xmlns="https://rslstandard.org/rsl"><content url="">\n<license><permits type="usage">all</permits></license>\n</content></rsl>';

/** `[what, markup that begins on line 4, signal, quote, line]`. */
const licences: readonly (readonly [string, string, string, string, number])[] = [
  ['a link element', `<link\n  rel='license' href="${by}">`, 'link', `<link rel='license' href="${by}">`, 4],
  ['a meta element', `<meta name="DC.rights" content="CC BY 4.0">`, 'meta', '<meta name="DC.rights" content="CC BY 4.0">', 4],
  ['a link', `<p>\nThis work: <a rel=license href=${by}>BY</a>.`, 'rel', `This work: <a rel=license href=${by}>BY</a>.`, 5],
  ['RDFa', `<p>\n\n<span property="dct:license" content="${by}"></span>`, 'rdfa', `<span property="dct:license" content="${by}">`, 6],
  ['JSON-LD', `<script type="application/ld+json">{"@type": "Article",\n "license": "${by}"}</script>`, 'json-ld', `"license": "${by}"`, 5],
  ['a footer', '<footer>\n<p>All texts CC BY 4.0</footer>', 'statement', 'All texts CC BY 4.0', 5],
];

test.each(licences)('a licence has its markup, line and file: %s', (_what, markup, mechanism, quote, line) => {
  const html = `<!doctype html>\n<title>x</title>\n\n${markup}`;
  const { licence } = assessRights({ ...base, html });
  const file = `sha256:${hash('sha256', html)}`;
  expect(licence.evidence.map(({ where: _where, ...rest }) => rest)).toEqual([
    { signal: `html:${mechanism}:licence=CC-BY-4.0`, quote, line, file },
  ]);
});

test('a header stands in no file', () => {
  const { licence } = assessRights({ ...base, html: '<p>x', headers: [['Link', `<${by}>; rel=license`]] });
  expect(licence.evidence).toEqual([{ signal: 'header:licence=CC-BY-4.0', quote: `Link: <${by}>; rel=license`, where: 'header Link' }]);
});

const lineOf = (input: Partial<RightsInput>, signal: string): number | undefined =>
  assessRights({ ...base, ...input }).evidence.find((each) => each.signal === signal)?.line;

/** `[what, input, signal, line]`. */
const signals: readonly (readonly [string, Partial<RightsInput>, string, number])[] = [
  ['a meta element', { html: '<p>\n\n<meta name=robots content=noai>' }, 'html:robots:noai', 3],
  [
    'an entry of tdmrep.json',
    { wellKnown: { '/.well-known/tdmrep.json': '[\n{"location":"/{b\\"/"},\n\n{"location":"/", "tdm-reservation":\n1}]' } },
    'wellknown:tdm-reservation=1',
    4,
  ],
  [
    'an entry behind others that are none',
    { wellKnown: { '/.well-known/tdmrep.json': '["a, b",\nnull, 3,\n[{}],\n{"location":"/","tdm-reservation":1}]' } },
    'wellknown:tdm-reservation=1',
    4,
  ],
  ['terms within the page', { html: `<p>\n<script type="application/rsl+xml">\n${rsl}</script>` }, 'rsl:permits:all', 4],
  [
    'terms in a file that begins late',
    { robots: 'License: /l.xml', documents: { 'https://ex.org/l.xml': `\n\n${rsl.replace('url=""', 'url="/"')}` } },
    'rsl:permits:all',
    4,
  ],
];

test.each(signals)('a signal has its line: %s', (_what, input, signal, line) => expect(lineOf(input, signal)).toBe(line));

test('a document that is none is quoted itself, not what points to it', () => {
  const text = '\n<rsl>\n no namespace</rsl>';
  const { evidence } = assessRights({ ...base, robots: '\n\nLicense: /l.xml', documents: { 'https://ex.org/l.xml': text } });
  expect(evidence.find(({ signal }) => signal === 'rsl:invalid')).toEqual({
    signal: 'rsl:invalid',
    quote: '<rsl> no namespace</rsl>',
    where: 'https://ex.org/l.xml',
    file: `sha256:${hash('sha256', text)}`,
  });
});
