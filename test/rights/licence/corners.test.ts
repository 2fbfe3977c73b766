import { expect, test } from 'vitest';
import { detectLicence } from '../../../src/rights/licence/licence.ts';

const url = 'https://ex.org/a/page.html';
const cc = 'https://creativecommons.org';
const by = `${cc}/licenses/by/4.0/`;
const ld = (value: unknown): string => `<script type="application/ld+json">${JSON.stringify(value)}</script>`;

/** `[what, markup, id]`. */
test.each([
  [
    'one of a graph',
    ld({
      '@graph': [
        { '@type': 'Person', name: 'A' },
        { '@type': 'WebPage', license: by },
      ],
    }),
    'CC-BY-4.0',
  ],
  ['a graph in an array', ld([{ '@graph': [{ '@type': 'Article', license: [by] }] }]), 'CC-BY-4.0'],
  [
    'an array that repeats itself',
    ld({ '@type': 'Article', license: [by, 'CC BY 4.0', { '@type': 'CreativeWork', url: by }] }),
    'CC-BY-4.0',
  ],
  ['an array that does not agree', ld({ '@type': 'Article', license: [by, `${cc}/licenses/by-sa/4.0/`] }), null],
  ['a thing with an address of its own and a name', ld({ '@type': 'Article', license: { url: '/terms', name: 'CC BY 4.0' } }), 'CC-BY-4.0'],
  ['the work by its DOI', ld({ '@type': 'ScholarlyArticle', '@id': 'https://doi.org/10.1000/1', license: by }), 'CC-BY-4.0'],
  [
    'another work by its DOI',
    ld({
      '@graph': [
        { '@type': 'Article', url },
        { '@type': 'Article', '@id': 'https://doi.org/10.5/rel', url: 'https://doi.org/10.5/rel', license: by },
      ],
    }),
    null,
  ],
  [
    'the work of the page by its DOI',
    ld({ '@type': 'WebPage', url, mainEntity: { '@type': 'Article', '@id': 'https://doi.org/10.5/own', license: by } }),
    'CC-BY-4.0',
  ],
  ['data by its DOI', ld({ '@type': 'Dataset', '@id': 'https://doi.org/10.1000/1', license: by }), null],
  ['with a comma too many', `<script type="application/ld+json">{"@type":"Article","license":"${by}",}</script>`, 'CC-BY-4.0'],
  [
    'with escaped quotes',
    `<script type="application/ld+json">{&quot;@type&quot;:&quot;Article&quot;,&quot;license&quot;:&quot;${by}&quot;}</script>`,
    'CC-BY-4.0',
  ],
  ['a statement of a script', `<script type="application/ld+json">{"@type":"Article","license":"${by}"};</script>`, 'CC-BY-4.0'],
  [
    'a line that breaks in a string',
    `<script type="application/ld+json">{"@type":"Article","headline":"a\nb","license":"${by}"}</script>`,
    'CC-BY-4.0',
  ],
  ['a picture of the graph', ld({ '@graph': [{ '@type': 'Article' }, { '@type': 'ImageObject', license: by }] }), null],
  ['a picture within the article', ld({ '@type': 'Article', image: { '@type': 'ImageObject', license: by } }), null],
  ['an article at another address', ld({ '@graph': [{ '@type': 'Article', '@id': 'https://ex.org/b', license: by }] }), null],
  ['a part that the graph calls the page', ld({ '@graph': [{ '@type': 'Article', '@id': `${url}#article`, license: by }] }), 'CC-BY-4.0'],
  ['a data set', ld({ '@type': 'Dataset', url, license: by }), null],
  ['types in an array', ld({ '@type': ['Article', 'LearningResource'], license: by }), 'CC-BY-4.0'],
  ['two blocks that agree', ld({ '@type': 'WebSite', license: by }) + ld({ '@type': 'Article', license: by }), 'CC-BY-4.0'],
  [
    'a figure',
    `<article><figure><img src="a.jpg"><figcaption><a rel="license" href="${by}">CC BY</a></figcaption></figure></article>`,
    null,
  ],
  [
    'a figure beside the notice',
    `<figure><a rel="license" href="${by}">CC BY</a></figure><footer>This page: <a rel="license" href="${cc}/licenses/by-sa/4.0/">CC BY-SA 4.0</a></footer>`,
    'CC-BY-SA-4.0',
  ],
  ['Dublin Core in a meta element', `<meta name="DC.Rights" content="${by}">`, 'CC-BY-4.0'],
  ['in a link element', `<link rel="DCTERMS.license" href="${by}">`, 'CC-BY-4.0'],
  ['as RDFa with an address', `<span property="dct:license" resource="${by}"></span>`, 'CC-BY-4.0'],
  ['as RDFa rights with an address', `<a property="dc:rights" href="${by}">some rights</a>`, 'CC-BY-4.0'],
  ['as RDFa of a resource', `<div resource="/a.jpg"><a rel="license" href="${by}">CC BY</a></div>`, null],
  ...['_:a1', 'https://doi.org/10.1/abc', 'urn:x:1', '[this:]'].map((resource): [string, string, string] => [
    `as RDFa of what goes by ${resource}`,
    `<article typeof="schema:Article" resource="${resource}"><a rel="license" href="${by}">CC BY</a></article>`,
    'CC-BY-4.0',
  ]),
  ['as RDFa of a part', `<div resource="#text" typeof="Article"><a rel="license" href="${by}">CC BY</a></div>`, 'CC-BY-4.0'],
  ['as RDFa rights of a picture', `<div about="/a.jpg"><a property="dc:rights" href="${by}">some rights</a></div>`, null],
  ['rights that are a holder', '<meta name="DC.rightsHolder" content="A. B.">', null],
  ['rights in words', '<meta name="dc.rights" content="Creative Commons Attribution-ShareAlike 4.0 International">', 'CC-BY-SA-4.0'],
  ['rights that reserve all', '<meta name="dcterms.rights" content="© 2026 A. B., all rights reserved">', 'LicenseRef-all-rights-reserved'],
  ['microdata of a picture', `<div itemscope itemtype="https://schema.org/ImageObject"><link itemprop="license" href="${by}"></div>`, null],
  [
    'microdata in words',
    `<article itemscope itemtype="https://schema.org/Article"><span itemprop="license">CC BY 4.0</span></article>`,
    'CC-BY-4.0',
  ],
  ['a value in small letters', '<meta name="license" content="cc-by-sa 3.0">', 'CC-BY-SA-3.0'],
  ['elements alone', '<meta name="license" content="by-nc">', 'LicenseRef-CC-BY-NC'],
  ['a value that says by whom', '<meta name="copyright" content="by me">', null],
  [
    'microdata of the article',
    `<article itemscope itemtype="https://schema.org/Article"><link itemprop="license" href="${by}"></article>`,
    'CC-BY-4.0',
  ],
])('%s', (_what, markup, id) => {
  expect(detectLicence(`<!doctype html><title>x</title><body>${markup}`, url).id).toBe(id);
});

test('an index file is its folder', () => {
  const article = ld({ '@type': 'Article', url: 'https://ex.org/a/', license: by });
  expect(detectLicence(article, 'https://ex.org/a/index.html').id).toBe('CC-BY-4.0');
  expect(detectLicence(article, 'https://ex.org/a/other.html').id).toBeNull();
});
