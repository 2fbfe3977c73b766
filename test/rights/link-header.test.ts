import { expect, test } from 'vitest';
import { linksOf } from '../../src/rights/link-header.ts';
import { detectLicence } from '../../src/rights/licence/licence.ts';

const by = 'https://creativecommons.org/licenses/by/4.0/';

test.each([
  [`<${by}>; rel="license"; title="CC BY, <4.0>"`, 'license'],
  [`<${by}>; title="a, <b>; rel=icon"; rel="license"`, 'license'],
  [`<${by}>; rel='license'`, 'license'],
  [`<${by}>; REL=license`, 'license'],
  [`<${by}>; rel=license; rel=icon`, 'license'],
  [`</style.css>; rel=preload; as=style, <${by}>; rel="license cc:license"`, 'license cc:license'],
])('Link: %s', (header, rel) => {
  const links = linksOf([['link', header]]);
  expect(links.find(({ target }) => target === by)?.parameters['rel']).toBe(rel);
  expect(detectLicence('<p>A text.</p>', 'https://ex.org/', { headers: [['Link', header]] }).id).toBe('CC-BY-4.0');
});

test('a link of something else', () => {
  expect(linksOf([['Link', `<${by}>; anchor="/a.jpg"; rel="license"`]])).toEqual([]);
});

test('a link that a quotation only mentions', () => {
  expect(linksOf([['Link', `</>; rel="up"; title="<${by}>; rel=license"`]]).map(({ target }) => target)).toEqual(['/']);
});
