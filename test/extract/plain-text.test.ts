import { parseDocument } from 'htmlparser2';
import { expect, test } from 'vitest';
import { plainText } from '../../src/extract/plain-text.ts';

const textOf = (html: string): string => plainText(parseDocument(html).children);

test.each([
  ['paragraphs part by a blank line', '<p>one</p><p>two</p>', 'one\n\ntwo'],
  ['white space collapses, within and between inline elements', ' a  <b> b</b>\n<i>c </i> d ', 'a b c d'],
  ['no space comes where none is', 'a<b>b</b>c', 'abc'],
  ['a break is a line, two are a paragraph', 'a<br>b<br><br>c', 'a\nb\n\nc'],
  ['list items are lines, nested ones too', '<p>x</p><ul><li>a<ul><li>b</li></ul></li><li><p>c</p></li></ul><p>y</p>', 'x\n\na\nb\nc\n\ny'],
  [
    'cells stand side by side',
    '<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td><p>2</p><p>3</p></td></tr></table>',
    'a | b\n1 | 2 3',
  ],
  ['a layout table is no table', '<table><tr><td><h2>a</h2><p>b</p></td><td><p>c</p></td></tr></table>', 'a\n\nb\n\nc'],
  [
    'a table of a post, with its writer, its buttons and parts of its own, is no table',
    '<table><tr><td>1 May<td>#1<tr><td>ann<td><div>Re: it</div><hr><div>What she wrote of it, which is so long that it cannot be taken for a datum of any table in the world.</div><tr><td><td><a href="/r">Reply</a></table>',
    '1 May\n\n#1\n\nann\n\nRe: it\n\nWhat she wrote of it, which is so long that it cannot be taken for a datum of any table in the world.\n\nReply',
  ],
  [
    'a table with lines in a cell is one, where they are no text',
    '<table><tr><td>Address<td><div>12 High Street, by the old mill</div><div>London N1</div><tr><td>Phone<td>12345</table>',
    'Address | 12 High Street, by the old mill London N1\nPhone | 12345',
  ],
  [
    'so is one of links below a text',
    `<table><tr><td>Files<td><p>What she wrote of it, which is so long that it cannot be taken for a datum of any table in the world.</p><p>Take one.</p>${'<tr><td><a href="/a">a</a><td><a href="/b">b</a>'.repeat(5)}</table>`,
    `Files | What she wrote of it, which is so long that it cannot be taken for a datum of any table in the world. Take one.${'\na | b'.repeat(5)}`,
  ],
  ['code of one line stays in its cell', '<table><tr><td>a<td><pre>b</pre><tr><td>c<td>d</table>', 'a | b\nc | d'],
  ['code keeps its lines', '<p>x</p><pre>\n  if a:\n\n    b\n</pre><p>y</p>', 'x\n\n  if a:\n\n    b\n\ny'],
  ['a line break in code is a line', '<pre>a<br>b<span class="copy"><button>Copy</button></span></pre>', 'a\nb'],
  [
    'scripts, styles and controls say nothing',
    '<script>x</script><style>y</style><button>z</button><p>a<svg><text>b</text></svg></p>',
    'a',
  ],
  ['ruby keeps its base', '<ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>', '漢字'],
  ['comments say nothing', 'a<!-- b -->c', 'ac'],
])('%s', (_name, html, expected) => {
  expect(textOf(html)).toBe(expected);
});

test.each([
  '<p hidden>x</p>',
  '<p style="color:red; display : none">x</p>',
  '<p style="visibility:hidden">x</p>',
  '<p style="font-size:0px">x</p>',
  '<p style="opacity:0">x</p>',
  '<p style="position:absolute;left:-9999px">x</p>',
  '<p aria-hidden="true">x</p>',
])('%s is not seen', (html) => {
  expect(textOf(`a${html}b`)).not.toContain('x');
});

test.each([
  '<details><summary>s</summary>x</details>',
  '<p hidden="until-found">x</p>',
  '<p style="opacity:0.5">x</p>',
  '<p style="font-size:0.9em">x</p>',
])('%s is seen', (html) => {
  expect(textOf(html)).toContain('x');
});

test('ten thousand tables and a hundred thousand cells are linear work', () => {
  const text = textOf('<table><tr><td>a</td><td>b</td></tr></table>'.repeat(10_000));
  expect(text.split('\n\n')).toHaveLength(10_000);
  expect(textOf(`<table><tr>${'<td>a</td>'.repeat(100_000)}</tr></table>`)).toHaveLength(399_997);
});
