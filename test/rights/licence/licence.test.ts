import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { configured } from '../../../src/rights/licence/outside.ts';
import { detectLicence, readLicence } from '../../../src/rights/licence/licence.ts';
import { dataFolder } from '../../data.ts';

const url = 'https://ex.org/post/1';
const cc = 'https://creativecommons.org/licenses';
const page = (inside: string, footer = ''): string =>
  `<html><head><title>t</title></head><body><nav><a href="/">Home</a></nav><main><article><h1>Title</h1><p>A text that is long enough.</p>${inside}</article></main><footer>${footer}</footer></body></html>`;
const rel = (address: string, label = 'licence'): string => `<a rel="license" href="${address}">${label}</a>`;
const ld = (thing: object): string => page(`<script type="application/ld+json">${JSON.stringify(thing)}</script>`);

/** `[what, html, id]`. */
const rows: readonly (readonly [string, string, string | null])[] = [
  ['a link in the footer', page('', rel(`${cc}/by-sa/4.0/`)), 'CC-BY-SA-4.0'],
  [
    'upper case and deed',
    page('', `<A REL="noopener LICENSE" HREF="HTTP://WWW.CreativeCommons.org/licenses/BY-ND/4.0/deed.EN">x</A>`),
    'CC-BY-ND-4.0',
  ],
  ['without scheme', page('', rel('//creativecommons.org/licenses/by/4.0/')), 'CC-BY-4.0'],
  ['old element order', page('', rel(`${cc}/by-nd-nc/1.0/`)), 'CC-BY-NC-ND-1.0'],
  ['a port that SPDX knows', page('', rel(`${cc}/by/3.0/us/`)), 'CC-BY-3.0-US'],
  ['a port that it does not', page('', rel(`${cc}/by/2.0/fr/deed.fr`)), 'CC-BY-2.0'],
  ['an odd version', page('', rel(`${cc}/by-nd/2.1/jp/`)), 'LicenseRef-CC-BY-ND-2.1-JP'],
  ['CC0', page('', rel('https://creativecommons.org/publicdomain/zero/1.0/')), 'CC0-1.0'],
  ['public domain mark', page('', rel('https://creativecommons.org/publicdomain/mark/1.0/')), 'CC-PDM-1.0'],
  ['a page of the site, by its label', page(`<p>${rel('/licence', 'CC BY 4.0')}</p>`), 'CC-BY-4.0'],
  ['a page of the site', page(`<p>${rel('/licence', 'Terms')}</p>`), null],
  ['SPDX', page('', rel('https://spdx.org/licenses/CC-BY-4.0.html')), 'CC-BY-4.0'],
  ['a statement in the article', page(`<p>This work is licensed under a <a href="${cc}/by/4.0/">CC BY 4.0</a> licence.</p>`), 'CC-BY-4.0'],
  [
    'a statement without link',
    page('<p>This is an open access article under the CC BY-NC-ND license (https://creativecommons.org/licenses/by-nc-nd/4.0/).</p>'),
    'CC-BY-NC-ND-4.0',
  ],
  ['a footer without link', page('', 'Licence: CC BY-SA-NC 4.0'), 'CC-BY-NC-SA-4.0'],
  ['a name without version', page('', 'Texts: Creative Commons Attribution-ShareAlike'), 'LicenseRef-CC-BY-SA'],
  ['name and exact link agree', page('', rel(`${cc}/by/4.0/`, 'CC BY')), 'CC-BY-4.0'],
  [
    'code has its own',
    page(
      '',
      `The content of this page is licensed under <a href="${cc}/by/4.0/">CC BY 4.0</a>, and code samples under <a href="${cc}/by-nc/4.0/">another</a>.`,
    ),
    'CC-BY-4.0',
  ],
  ['text and pictures', page('', `Text and images are available under ${rel(`${cc}/by/4.0/`)}.`), 'CC-BY-4.0'],
  [
    'a choice',
    page('', `Text is available under ${rel(`${cc}/by-sa/3.0/`)} and the ${rel('https://www.gnu.org/licenses/fdl-1.3.html')}.`),
    'CC-BY-SA-3.0 OR GFDL-1.3-only',
  ],
  [
    'JSON-LD of the page',
    ld({
      '@graph': [
        { '@type': 'WebPage', '@id': `${url}#page`, license: `${cc}/by/4.0/` },
        { '@type': 'ImageObject', license: `${cc}/by-nc/2.0/` },
      ],
    }),
    'CC-BY-4.0',
  ],
  [
    'JSON-LD of its main entity',
    ld({ '@type': 'WebPage', mainEntity: { '@type': 'Article', license: { '@id': `${cc}/by/4.0/` } } }),
    'CC-BY-4.0',
  ],
  ['JSON-LD of another page', ld({ '@type': 'Article', url: 'https://ex.org/post/2', license: `${cc}/by/4.0/` }), null],
  ['JSON-LD of data', ld({ '@type': 'Dataset', license: `${cc}/by/4.0/` }), null],
  ['JSON-LD of a picture', ld({ '@type': ['CreativeWork', 'Photograph'], license: `${cc}/by/4.0/` }), null],
  ['meta', `<meta name="DCTERMS.license" content="${cc}/by/4.0/">`, 'CC-BY-4.0'],
  [
    'meta in words',
    '<meta name="dc.rights" content="Licensed under a Creative Commons Attribution 4.0 International License.">',
    'CC-BY-4.0',
  ],
  ['meta that reserves', '<meta name="copyright" content="© 2020 X. All rights reserved.">', 'LicenseRef-all-rights-reserved'],
  ['a rights holder', '<meta name="dcterms.rightsHolder" content="CC BY 4.0 Foundation">', null],
  ['RDFa', page(`<p>Under <a property="cc:license" href="${cc}/by/4.0/">this</a></p>`), 'CC-BY-4.0'],
  ['microdata', `<div itemscope itemtype="https://schema.org/Article"><link itemprop="license" href="${cc}/by/4.0/"></div>`, 'CC-BY-4.0'],
  [
    'microdata of a picture',
    `<div itemscope itemtype="https://schema.org/ImageObject"><link itemprop="license" href="${cc}/by/4.0/"></div>`,
    null,
  ],
  ['all rights reserved', page('', '© 2024 X. Все права защищены.'), 'LicenseRef-all-rights-reserved'],

  ['another host', page('', rel('https://creativecommons.org.evil.example/licenses/by/4.0/')), null],
  ['a host that ends alike', page('', rel('https://notcreativecommons.org/licenses/by/4.0/')), null],
  ['an address in a query', page('', '<a href="https://share.example/?u=https://creativecommons.org/licenses/by/4.0/">share</a>'), null],
  ['the home page', page('', 'Licensed under <a href="https://creativecommons.org/">Creative Commons</a>'), null],
  ['an unknown type', page('', rel(`${cc}/by-xx/4.0/`)), null],
  [
    'an article about licences',
    page(`<p>The <a href="${cc}/by-nc/4.0/">CC BY-NC licence</a> forbids sale, <a href="${cc}/by-sa/4.0/">BY-SA</a> does not.</p>`),
    null,
  ],
  ['a caption', page(`<figure><img src="a.jpg"><figcaption>By A, ${rel(`${cc}/by/4.0/`)}</figcaption></figure>`), null],
  ['a caption by class', page(`<p class="wp-caption-text caption">By A, ${rel(`${cc}/by/4.0/`)}</p>`), null],
  ['a credit', page(`<p>Photo by A, ${rel(`${cc}/by/4.0/`, 'CC BY 4.0')}</p>`), null],
  ['icons', page('', `Icons by A are licensed under ${rel(`${cc}/by/4.0/`)}`), null],
  ['the theme', page('', `Theme by A, licensed under <a href="${cc}/by/3.0/">CC BY 3.0</a>`), null],
  ['a comment', page(`<div id="comments"><div class="comment">My songs: ${rel(`${cc}/by/4.0/`)}</div></div>`), null],
  ['an aside', page(`<aside>${rel(`${cc}/by/4.0/`)}</aside>`), null],
  ['a widget', page(`<div class="widget widget_text">${rel(`${cc}/by/4.0/`)}</div>`), null],
  ['a form', page(`<form>By saving you agree to the ${rel(`${cc}/by-sa/4.0/`)}</form>`), null],
  ['RDFa of a picture', page('', `<div about="/a.jpg">${rel(`${cc}/by/4.0/`, 'CC BY')}</div>`), null],
  ['a denial', page('<p>This text is not licensed under CC BY 4.0.</p>'), null],
  ['the past', page('', 'Until 2019 our texts were licensed under CC BY 4.0.'), null],
  ['a question', page('<p>Is this work licensed under CC BY 4.0?</p>'), null],
  ['carbon copy', page('<p>Please put the editor in CC by 4.0 pm.</p>'), null],
  ['a notice is no licence', page('', '© 2024 X'), null],
];

test.each(rows)('%s', (_what, html, id) => {
  expect(detectLicence(html, url).id).toBe(id);
});

test.each([
  ['link and label', page('', rel(`${cc}/by-nc-sa/4.0/`, 'CC BY-SA 4.0')), 'CC-BY-NC-SA-4.0 / CC-BY-SA-4.0'],
  ['versions', page('', rel(`${cc}/by/4.0/`, 'Creative Commons Attribution 3.0')), 'CC-BY-4.0 / CC-BY-3.0'],
  ['head and footer', `<link rel="license" href="${cc}/by/4.0/">${page('', rel(`${cc}/by-nc/4.0/`))}`, 'CC-BY-4.0 / CC-BY-NC-4.0'],
  [
    'a badge over reserved text',
    page('<p>© 2021 Agency. All rights reserved.</p>', rel(`${cc}/by/4.0/`)),
    'CC-BY-4.0 / LicenseRef-all-rights-reserved',
  ],
])('a contradiction makes none: %s', (_what, html, conflict) => {
  const found = detectLicence(html, url);
  expect([found.id, found.conflict]).toEqual([null, conflict]);
  expect(found.evidence.length).toBeGreaterThan(1);
});

test('the Link header', () => {
  const header = (value: string): string | null => detectLicence('', url, { headers: [['link', value]] }).id;
  expect(header(`<${cc}/by/4.0/>; rel="license"`)).toBe('CC-BY-4.0');
  expect(header(`</next>; rel=next, <${cc}/by/4.0/>; title="a, b"; rel="author license"`)).toBe('CC-BY-4.0');
  expect(header(`<${cc}/by/4.0/>; rel="help"`)).toBeNull();
  expect(header(`<${cc}/by/4.0/>; rel="license"; anchor="/data.csv"`)).toBeNull();
});

test('evidence quotes the markup', () => {
  const { evidence, scope } = detectLicence(page('', `The content of this site is under ${rel(`${cc}/by/4.0/`, 'CC BY 4.0')}.`), url);
  expect(scope).toBe('site');
  expect(evidence[0]).toEqual({
    signal: 'html:rel:licence=CC-BY-4.0',
    line: 1,
    quote: `The content of this site is under <a rel="license" href="${cc}/by/4.0/">CC BY 4.0</a>.`,
    where: 'a element',
  });
});

test('evidence cuts no word of what stands around a link', () => {
  const [before, behind] = ['considerations '.repeat(20), ' notwithstanding'.repeat(20)];
  const { evidence } = detectLicence(
    page('', `${before}. The content of this site is under ${rel(`${cc}/by/4.0/`, 'CC BY 4.0')},${behind}.`),
    url,
  );
  const words = evidence[0]?.quote.replaceAll(/<[^>]*>/g, ' ').split(/[ ,.]+/);
  const whole = new Set([
    'considerations',
    'The',
    'content',
    'of',
    'this',
    'site',
    'is',
    'under',
    'CC',
    'BY',
    '4',
    '0',
    'notwithstanding',
    '',
  ]);
  expect(words?.filter((word) => !whole.has(word))).toEqual([]);
  expect(words?.filter((word) => word === 'considerations' || word === 'notwithstanding')).toHaveLength(8);
});

test('what is known from outside stands behind the page', () => {
  const outside = configured({ id: 'CC-BY-4.0', evidence: 'https://ex.org/terms' });
  const headers = (id: string): readonly (readonly [string, string])[] => [['Link', `<${cc}/${id}/>; rel=license`]];
  expect(readLicence({ url, headers: [], page: null, outside })).toMatchObject({ id: 'CC-BY-4.0', scope: 'site' });
  expect(readLicence({ url, headers: headers('by/4.0'), page: null, outside }).conflict).toBeUndefined();
  expect(readLicence({ url, headers: headers('by-nc/4.0'), page: null, outside })).toMatchObject({
    id: 'CC-BY-NC-4.0',
    conflict: 'CC-BY-NC-4.0 / CC-BY-4.0',
  });
});

test('no page is too much', () => {
  const deep = '<div class="footer">'.repeat(150);
  const notices = '<p>© 2024 X. This work is licensed under </p>'.repeat(3000);
  expect(detectLicence(deep + rel(`${cc}/by/4.0/`).repeat(500) + notices, url).id).toBe('CC-BY-4.0');
});

interface Case {
  readonly id: string;
  readonly cat: string;
  readonly url: string;
  readonly html: string;
  readonly api?: unknown;
  readonly expected: string | null;
}

const folder = dataFolder();

describe.skipIf(folder === null)('outside licence cases (set GARNER_DATA)', () => {
  const { cases }: { cases: readonly Case[] } =
    folder === null ? { cases: [] } : JSON.parse(readFileSync(join(folder, 'rights/licences.json'), 'utf8'));
  const answers = cases.map((one) => ({ ...one, found: detectLicence(one.html, one.url, { api: one.api }).id }));

  test('no licence is named that is not there', () => {
    expect(answers.length).toBeGreaterThan(80);
    expect(answers.filter(({ found, expected }) => found !== null && found !== expected).map(({ id }) => id)).toEqual([]);
  });

  test('machine-readable ones are found', () => {
    expect(answers.filter(({ cat, found, expected }) => cat === 'mr' && found !== expected).map(({ id }) => id)).toEqual([]);
  });
});
