import { expect, test } from 'vitest';
import { markdownOf } from './markdown-of.ts';

/** What would be read as something else if it was written as it stands. */
const cases: Readonly<Record<string, readonly [html: string, markdown: string]>> = {
  'a bracket behind a backslash in a link': ['<p><a href="/a">\\[ left</a></p>', '[\\\\\\[ left](https://example.org/a)'],
  'what looks like a link in the words for a picture': [
    '<p>Before <img src="/a.png" alt="[a](b)"></p>',
    'Before ![\\[a\\](b)](https://example.org/a.png)',
  ],
  'what looks like a link, within a bracket': ['<p>[see [the log](below)</p>', '[see [the log\\](below)'],
  'what looks like a link, in two elements': ['<p><span>[the log]</span><span>(below)</span></p>', '[the log\\](below)'],
  'what looks like the place of a link, at the start of a line': [
    '<p>[the log]: /below<br><b>[the</b> log]: /below</p>',
    '\\[the log]: /below\\\n**[the** log]: /below',
  ],
  'what looks like one, further on or with a link in it': [
    '<p>The log [1]: below</p><p>[<a href="/a">the log</a>]: below</p>',
    'The log [1]: below\n\n[[the log](https://example.org/a)]: below',
  ],
  'a picture of two formulas and more': [
    '<p>See <img alt="\\(f(x)\\) and its slope \\(g(x)\\)" src="a.png">.</p>',
    'See ![\\(f(x)\\) and its slope \\(g(x)\\)](https://example.org/dir/a.png).',
  ],
  'a formula of another vocabulary within what draws it': [
    '<p>So <span class="mwe-math-element"><m:math><m:msup><m:mi>x</m:mi><m:mn>2</m:mn></m:msup></m:math></span>.</p>',
    'So $x^2$.',
  ],
  'names with lines among formulas': [
    '<script>MathJax = {}</script><p>Set <var>max_size</var> to <var>a_i</var>, <var>N</var>.</p>',
    'Set max_size to $a_i$, N.',
  ],
  'dollars for how dear a place is, beside formulas': [
    '<script>MathJax = {}</script><p>For $$$ and \\(x\\), or $$$ again.</p>',
    'For $$$ and $x$, or $$$ again.',
  ],
  'a list in what appears by parts': [
    '<div class="fragment"><p>Light them:</p><ol><li>the first</li><li>the second</li></ol></div>',
    'Light them:\n\n1. the first\n2. the second',
  ],
  'what boards write over code of broken lines': [
    '<div class="codeblock"><div class="title">PHP Code:<br></div><div class="body"><div dir="ltr"><code>$a<br>$b</code></div></div></div>',
    '```\n$a\n$b\n```',
  ],
  'numbers of lines, whatever they are called': [
    '<pre><span class="row"><span class="line-no">1</span>a\n</span><span class="row"><span class="line-no">2</span>b\n</span></pre>',
    '```\na\nb\n```',
  ],
  'a line in a word, in two elements': ['<p>snake<span>_case</span></p>', 'snake_case'],
  'hours from one to another': ['<p>09:00~12:00, 13:00~18:00, ~/lamp</p>', '09:00\\~12:00, 13:00\\~18:00, ~/lamp'],
  'one tilde': ['<p>about 5~6 lamps</p>', 'about 5~6 lamps'],
  'tildes before and after what is bold': ['<p>Lit 5~6 <b>nights</b>, dim 7~8.</p>', 'Lit 5\\~6 **nights**, dim 7\\~8.'],
  'a tilde right after what is struck out': ['<p><del>old</del>~new</p>', '~~old~~\\~new'],
  'one tilde in a link and one outside': ['<p>5~6 <a href="/a">7~8</a></p>', '5~6 [7~8](https://example.org/a)'],
  'a rule of dashes with spaces between': ['<p>-- --</p>', '\\-- --'],
  'a backslash before a blank at the end of a link': [
    '<p><a href="/a">C:\\ </a> is a drive</p>',
    '[C:\\\\](https://example.org/a) is a drive',
  ],
  'a list that begins with 3 below a line of an item': [
    '<ul><li>Then<ol start="3"><li>dim<li>dark</ol></ul>',
    '- Then\n\n  3. dim\n  4. dark',
  ],
  'a rule at the start of an item': ['<ul><li><hr>Dark<li>Dim</ul>', '- Dark\n\n- Dim'],
  'what is struck out at the start of what is bold, right after a word': ['<p>oil<b><del>5</del> 4</b></p>', 'oil~~5~~ 4'],
};

test.each(Object.entries(cases))('%s', async (_what, [html, markdown]) => {
  expect(await markdownOf(html)).toBe(markdown);
});
