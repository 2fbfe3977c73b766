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
  ['as RDFa rights of a picture', `<div about="/a.jpg"><a property="dc:rights" href="${by}">some rights</a></div>`, null],
  ['rights that are a holder', '<meta name="DC.rightsHolder" content="A. B.">', null],
  ['rights in words', '<meta name="dc.rights" content="Creative Commons Attribution-ShareAlike 4.0 International">', 'CC-BY-SA-4.0'],
  ['rights that reserve all', '<meta name="dcterms.rights" content="© 2026 A. B., all rights reserved">', 'LicenseRef-all-rights-reserved'],
  ['microdata of a picture', `<div itemscope itemtype="https://schema.org/ImageObject"><link itemprop="license" href="${by}"></div>`, null],
  [
    'microdata of the article',
    `<article itemscope itemtype="https://schema.org/Article"><link itemprop="license" href="${by}"></article>`,
    'CC-BY-4.0',
  ],
])('%s', (_what, markup, id) => {
  expect(detectLicence(`<!doctype html><title>x</title><body>${markup}`, url).id).toBe(id);
});
