import { expect, test } from 'vitest';
import { rightsLines } from '../../src/cli/rights.ts';
import type { Digest, PageUrl } from '../../src/records.ts';
import type { AssessedPage } from '../../src/run/assess-url.ts';
import { assessRights, type RightsInput } from '../../src/rights/assess.ts';
import { clear } from '../../src/rights/clearance.ts';

const url = 'https://ex.org/a';
const by = 'https://creativecommons.org/licenses/by/4.0/';

function linesOf(input: Partial<RightsInput>, files: AssessedPage['files'] = null): readonly string[] {
  const assessment = assessRights({ url, userAgent: 'GarnerBot', ...input });
  return rightsLines({
    kind: 'assessed',
    url: url as PageUrl,
    robots: 'http-404',
    files,
    assessment,
    clearing: clear(assessment, 'http-404'),
  });
}

test.each([
  ['is the page’s', `<link rel=license href="${by}">`, '  CC-BY-4.0            page'],
  [
    'contradicts itself',
    `<link rel=license href="${by}"><footer>CC BY-NC 4.0</footer>`,
    '  none known           it contradicts itself: CC-BY-4.0 / CC-BY-NC-4.0',
  ],
  [
    'is that of a picture',
    `<figure><a rel=license href="${by}">CC BY</a></figure>`,
    '  none known           these are of other things on the page:',
  ],
  ['is not there', '<p>x', '  none known'],
])('a licence that %s', (_what, html, line) => {
  const lines = linesOf({ html });
  expect(lines[lines.indexOf('Licence') + 1]).toBe(line);
});

test('pictures that are not for training', () => {
  expect(linesOf({ html: '<meta name=robots content=noimageai>' })).toContain('  pictures             not for training');
});

test('the line of a document that could not be had is named once', () => {
  const lines = linesOf({ robots: 'License: /l.xml', missing: { 'https://ex.org/l.xml': 'http-404' } });
  expect(lines).toContain('      in robots.txt:1; https://ex.org/l.xml could not be had: http-404');
});

test('the files of a host stand in columns', () => {
  const sha256 = 'sha256:5b0c' as Digest;
  const wellKnown = { '/.well-known/tdmrep.json': { text: '[]', sha256 } };
  const lines = linesOf({}, { version: 1, robots: null, wellKnown, documents: {} });
  expect(lines.slice(lines.indexOf('Files of the host') + 1).slice(0, 2)).toEqual([
    '  /robots.txt              http-404',
    '  /.well-known/tdmrep.json sha256:5b0c',
  ]);
});
