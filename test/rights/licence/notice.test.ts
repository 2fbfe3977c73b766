import { Text } from 'domhandler';
import { expect, test } from 'vitest';
import { isNotice } from '../../../src/rights/licence/notice.ts';

const words = [
  'CC BY 4.0 or so',
  'Creative Commons',
  'WIKIMEDIA COMMONS',
  'some rights reserved',
  'alle rechten zijn gereserveerd',
  'ALL RIGHTS RESERVED',
  'ALLE RECHTE VORBEHALTEN',
  'the licence of it',
  'with a license',
  'die Lizenz dazu',
  'LICENSED BY US',
  'bu lisansla sunulur',
  'in the public domain',
  'in the Public Domain',
  'dominio público',
  'pubblico dominio',
  'domaine public',
  'gemeinfreie Werke',
  'alle Rechte vorbehalten',
  'alle rechten voorbehouden',
  'under the GFDL 1.3',
  'nach dl-de/by-2-0',
  'minden jog fenntartva',
  'hak cipta dilindungi',
  'with attribution only',
  'under 17 U.S.C. 105',
  'все права защищены',
  '版权所有。保留一切权利',
];

test.each(words)('%s: looked at in its page it is what it is by itself', (words) => {
  const source = `<p>“Nothing to see, – here.”</p><p>${words}</p>`;
  const text = new Text(words);
  expect(isNotice(text, '')).toBe(true);
  text.startIndex = source.indexOf(words);
  text.endIndex = text.startIndex + words.length - 1;
  expect(isNotice(text, source)).toBe(true);
});

test.each(['“Nothing to see, – here.”', 'stakeholders of a household', 'reservoirs that it deserves', 'citizens and denizens'])(
  '%s: no notice',
  (words) => {
    const text = new Text(words);
    text.startIndex = 3;
    text.endIndex = 2 + words.length;
    expect(isNotice(text, `<p>${words}</p>`)).toBe(false);
  },
);
