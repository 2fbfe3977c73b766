import { expect, test } from 'vitest';
import { code, escapeMarkdown, link, oneLine, table } from '../../../src/corpus/card/markdown.ts';

test('a line is one line for whoever splits it', () => {
  const ends = ['\n', '\r', '\r\n', '\v', '\f', '\u001C', '\u001D', '\u001E', '\u0085', '\u2028', '\u2029'];
  for (const end of ends) expect(oneLine(`a${end}---${end}b`)).toBe('a --- b');
  expect(oneLine('\0a\u007F\u200Fb\u202Ec\uFFFF\uD800')).toBe('a b c \uFFFD');
});

test.each([
  ['<script>alert(1)</script>', '&lt;script\\>alert\\(1\\)&lt;/script\\>'],
  ['[click](javascript:x)', '\\[click\\]\\(javascript\\:x\\)'],
  ['![](https://t.test/pixel.png)', '\\!\\[\\]\\(https\\://t\\.test/pixel\\.png\\)'],
  ['a | b', 'a \\| b'],
  ['# not a heading', '\\# not a heading'],
  ['`code` *b* _i_ ~s~ \\', '\\`code\\` \\*b\\* \\_i\\_ \\~s\\~ \\\\'],
  ['&lt; &amp;', '&amp;lt; &amp;amp;'],
  ['Müll, 垃圾; wohin?', 'Müll, 垃圾; wohin?'],
  ['Well-known text: it ends. www.evil.test', 'Well-known text: it ends. www\\.evil\\.test'],
  ['1. - --- a-1', '1\\. \\- \\-\\-\\- a\\-1'],
  ['a: b http://x', 'a: b http\\://x'],
])('%s means itself', (text, escaped) => {
  expect(escapeMarkdown(text)).toBe(escaped);
});

test('addresses are links, whatever else is text', () => {
  expect(link('mailto:a@b.org')).toBe('<mailto:a@b.org>');
  expect(link('https://b.org/about?x=1')).toBe('<https://b.org/about?x=1>');
  expect(link('javascript:alert(1)')).toBe('javascript\\:alert\\(1\\)');
  expect(link('https://b.org/> <b>')).not.toContain('<');
});

test('plain names stand in code spans, others are escaped', () => {
  expect(code('dedup/exact')).toBe('`dedup/exact`');
  expect(code('a.test:8443')).toBe('`a.test:8443`');
  expect(code('a`|b.test')).toBe('a\\`\\|b\\.test');
});

test('a table', () => {
  expect(table(['Host', 'Kept'], [['a', '1']])).toBe('| Host | Kept |\n| --- | ---: |\n| a | 1 |');
});
