import { expect, test } from 'vitest';
import { withReservations } from '../../src/run/reservations.ts';

const render = (response: string, dom: string): string => Buffer.from(withReservations(Buffer.from(response), Buffer.from(dom))).toString();

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
