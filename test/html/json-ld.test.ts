import { expect, test } from 'vitest';
import { parseJsonLd } from '../../src/html/json-ld.ts';

const json = '{"@type": "Article", "name": "Bins, ]"}';

test.each([
  ['as it should be', json],
  ['behind a byte order mark', `\uFEFF${json}`],
  ['in a comment', `<!-- ${json} -->`],
  ['in CDATA', `<![CDATA[${json}]]>`],
  ['in CDATA behind comments of a line', `\n//<![CDATA[\n${json}\n//]]>\n`],
  ['in CDATA behind comments', `/* <![CDATA[ */ ${json} /* ]]> */`],
  ['as a statement', `${json};\n`],
  ['with a comma after the last item', '{"@type": "Article", "name": "Bins, ]",\n}'],
  ['with its quotes escaped', json.replaceAll('"', '&quot;')],
])('JSON-LD is read %s', (_how, source) => {
  expect(parseJsonLd(source)).toEqual({ '@type': 'Article', name: 'Bins, ]' });
});

test('lines may be broken within strings; a comma in a string stays', () => {
  expect(parseJsonLd('[{"name": "Bins\r\n\tand \\"jars\\",}", "a": [1, 2, ],},]')).toEqual([{ name: 'Bins and "jars",}', a: [1, 2] }]);
});

test('what is no JSON is null, soon', () => {
  expect(parseJsonLd('var a = 1;')).toBeNull();
  expect(parseJsonLd(`{"a": ${'"\\'.repeat(250_000)}`)).toBeNull();
  expect(parseJsonLd(`[${','.repeat(250_000)}`)).toBeNull();
});
