import { expect, test } from 'vitest';
import { mend, mendCode, mendLine } from '../../src/extract/mend.ts';

test.each([
  ['抓取&#xff0c;所以', '抓取，所以'],
  ['&#39;quoted&#39;', "'quoted'"],
  ['a&amp;nbsp;b', 'a b'],
  ['&amp;#xff0c;', '，'],
  ['R&amp;D &amp; AT&T;', 'R&D & AT&T;'],
])('a reference that shows as text is read: %s', (shown, meant) => {
  expect(mend(shown)).toBe(meant);
});

test('UTF-8 that was decoded twice is read, but not in code', () => {
  expect(mend('donâ€™t, mÃ¡s rÃ¡pido, ï»¿&Acirc;')).toBe('don’t, más rápido, &Acirc;');
  expect(mendLine('paÃ\u00ADs')).toBe('país');
  expect(mendCode("'donâ€™t'")).toBe("'donâ€™t'");
});

test('lines of Chinese and Japanese go on without a blank', () => {
  expect(mend('天気がいいので、\n    公園へみんなで歩いて行きまし\r\nた。\nまた')).toBe(
    '天気がいいので、公園へみんなで歩いて行きました。また',
  );
  expect(mend('中文\nEnglish\n中文，\n「引」')).toBe('中文\nEnglish\n中文，「引」');
  expect(mend('한국어\n문장, 第一段。\n　　第二段')).toBe('한국어\n문장, 第一段。\n　　第二段');
  expect(mendCode('天気、\n公園')).toBe('天気、\n公園');
});

test('lines that may be entries or paragraphs stay apart', () => {
  expect(mend('天気\n公園\n人')).toBe('天気\n公園\n人');
  expect(mend('第一段。\n\n第二段。')).toBe('第一段。\n\n第二段。');
});

test('what may be the subject stays', () => {
  expect(mend('write &lt; or &gt; or &#60;')).toBe('write &lt; or &gt; or &#60;');
  expect(mend('&unknown; &#0; &#xd800; &#x110000; &#9;')).toBe('&unknown; &#0; &#xd800; &#x110000; &#9;');
});

test('invisible letters go, joiners that shape words stay', () => {
  expect(mend('hand\u00ADheld\u200B \uFEFFscale')).toBe('handheld scale');
  expect(mend('می\u200Cخواهم 👩\u200D🌾')).toBe('می\u200Cخواهم 👩\u200D🌾');
});

test('a joiner that joins nothing goes', () => {
  expect(mend('\u200D')).toBe('');
  expect(mend('One.\u200D Two\u200D')).toBe('One. Two');
  expect(mend('ه\u200D.ش क्\u200Dष 🏳️\u200D🌈 👩🏽\u200D🌾')).toBe('ه\u200D.ش क्\u200Dष 🏳️\u200D🌈 👩🏽\u200D🌾');
});

test('code keeps its references and its indents', () => {
  expect(mendCode('  if (a &amp;&amp; b)\u200B')).toBe('  if (a &amp;&amp; b)');
  expect(mendCode(`a${' '.repeat(1e6)}b`)).toHaveLength(202);
});

test('a line is one line of well-formed text, or null', () => {
  expect(mendLine(' A\n title\t\u00A0here \uD800')).toBe('A title here \uFFFD');
  expect(mendLine(' \u200B ')).toBeNull();
  expect(mendLine(undefined)).toBeNull();
});
