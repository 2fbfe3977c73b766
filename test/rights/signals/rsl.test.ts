import { expect, test } from 'vitest';
import type { Headers } from '../../../src/records.ts';
import { assessRights } from '../../../src/rights/assess.ts';
import { documentsOfPage } from '../../../src/rights/signals/rsl.ts';

const url = 'https://ex.org/a/page';

/** What a page points to is asked for before it is parsed, and read after: both must see the same. */
test.each([
  ['<link rel="license" type="application/rsl+xml" href="/l.xml">', 'https://ex.org/l.xml'],
  ["<LINK TYPE='Application/RSL+XML' REL='License' HREF='l.xml?a=1&amp;b=2'>", 'https://ex.org/a/l.xml?a=1&b=2'],
  ['<base href="/terms/"><link rel="license" type="application/rsl+xml" href="l.xml">', 'https://ex.org/terms/l.xml'],
  [
    '<!-- <base href="/x/"> --><base href="/terms/"><link rel="license" type="application/rsl+xml" href="l.xml">',
    'https://ex.org/terms/l.xml',
  ],
  ['<!--><base href="/terms/"><!-- <!-- --!><link rel="license" type="application/rsl+xml" href="l.xml">', 'https://ex.org/terms/l.xml'],
  ['<base target="_top"><link rel="license" type="application/rsl+xml" href=l.xml>', 'https://ex.org/a/l.xml'],
])('%s', (head, document) => {
  const { signals } = assessRights({ url, userAgent: 'GarnerBot', html: `<head>${head}</head>` });
  expect(signals).toContain(`html:rsl:license=${document}`);
  expect(documentsOfPage([], head, url)).toEqual([document]);
});

test('a header is about the page, whatever base it names', () => {
  const headers: Headers = [['Link', '<l.xml>; rel="license"; type="application/rsl+xml"']];
  const html = '<base href="/terms/"><link rel="license" type="application/rsl+xml" href="/l.xml">';
  expect(documentsOfPage(headers, html, url)).toEqual(['https://ex.org/a/l.xml', 'https://ex.org/l.xml']);
  expect(assessRights({ url, userAgent: 'GarnerBot', headers, html }).signals).toContain('header:rsl:license=https://ex.org/a/l.xml');
});
