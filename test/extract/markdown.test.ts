import { parseDocument } from 'htmlparser2';
import { expect, test } from 'vitest';
import { markdownOf } from '../../src/extract/markdown.ts';

const markdown = (html: string): string => markdownOf(parseDocument(html).children, 'https://example.org/a/b');

test.each([
  ['headings', '<h2>One <em>two</em></h2>', '## One *two*'],
  ['relative links', '<a href="../c?d=1">x</a>', '[x](https://example.org/c?d=1)'],
  ['links that run', '<a href="javascript:alert(1)">x</a>', 'x'],
  ['links around nothing', 'a<a href="/x"><img src="/y.png"></a>b', 'ab'],
  ['pictures that say something', '<img src="/y.png" alt="A caddy">', '![A caddy](https://example.org/y.png)'],
  ['pictures that are data', '<img src="data:image/png;base64,AAAA" alt="A caddy">', ''],
  ['fenced code with its language', '<pre><code class="language-js">a &lt; b\n  c</code></pre>', '```js\na < b\n  c\n```'],
  ['code without a code element', '<pre class="lang-sh">$ ls\n</pre>', '```sh\n$ ls\n```'],
  ['code that holds fences', '<pre>```\nx\n```</pre>', '````\n```\nx\n```\n````'],
  ['lists', '<ul><li>a<ol start="3"><li>b</li><li>c</li></ol></li><li>d</li></ul>', '- a\n  3. b\n  4. c\n- d'],
  [
    'tables',
    '<table><tr><th>a</th><th>b</th></tr><tr><td>1<br>2</td><td><p>3</p><p>4</p></td></tr></table>',
    '| a | b |\n| --- | --- |\n| 1<br>2 | 3<br>4 |',
  ],
  ['layout tables', '<table><tr><td><h2>a</h2></td><td><p>b</p></td></tr></table>', '## a\n\nb'],
  ['hidden parts', '<p>a</p><p hidden>b</p>', 'a'],
  ['line breaks', '<p>a<br>b</p>', 'a\\\nb'],
  ['what looks like a tag', '<p>Use &lt;b&gt; if a &lt; b</p>', 'Use \\<b> if a < b'],
  ['struck text', '<del>a</del>', '~~a~~'],
])('%s', (_name, html, expected) => {
  expect(markdown(html)).toBe(expected);
});

test('a table with a list in a cell stays a table', () => {
  const rows = markdown('<table><tr><th>a</th><th>b</th></tr><tr><td>x</td><td><ul><li>1</li><li>2</li></ul></td></tr></table>').split(
    '\n',
  );
  expect(rows[2]).toBe('| x | 1<br>2 |');
});

test('a cell cannot claim a thousand million columns', () => {
  expect(markdown('<table><tr><th colspan="1000000000">a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>').length).toBeLessThan(
    2000,
  );
});
