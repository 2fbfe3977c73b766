import { expect, test } from 'vitest';
import { withReservations } from '../../src/run/reservations.ts';

const render = (response: string, dom: string, type = 'text/html'): string =>
  Buffer.from(withReservations({ headers: [['Content-Type', type]], body: Buffer.from(response) }, Buffer.from(dom))).toString();

test.each([
  [
    'taken out',
    '<meta name=robots content=noai><meta name="description" content="x">',
    '<p>Text</p>',
    '<p>Text</p>\n<meta name="robots" content="noai">\n',
  ],
  [
    'changed',
    '<meta name="tdm-reservation" content="1">',
    '<meta name="tdm-reservation" content="0">',
    '<meta name="tdm-reservation" content="0">\n<meta name="tdm-reservation" content="1">\n',
  ],
  [
    'still there',
    '<META NAME=GPTBot CONTENT=noindex>',
    '<meta name="GPTBot" content="noindex"><p>Text</p>',
    '<meta name="GPTBot" content="noindex"><p>Text</p>',
  ],
  [
    'never said',
    '<!-- <meta name="robots" content="noindex"> --><script>"<meta name=robots content=noindex>"</script>',
    '<p>Text</p>',
    '<p>Text</p>',
  ],
])('a reservation that is %s', (_, response, dom, expected) => {
  expect(render(response, dom)).toBe(expected);
});

test('a page of XHTML is read as XML: what closes itself hides no reservation', () => {
  const page = '<html xmlns="http://www.w3.org/1999/xhtml"><head><script src="a.js"/><meta name="robots" content="noai"/></head></html>';
  const dom = '<p>Text</p>';
  expect(render(page, dom, 'application/xhtml+xml; charset=utf-8')).toBe(`${dom}\n<meta name="robots" content="noai">\n`);
  expect(render(page, dom)).toBe(dom);
});
