import { expect, test } from 'vitest';
import { markdownOf } from './markdown-of.ts';

const formula = (tex: string): string => `<img src="https://latex.codecogs.com/png.latex?${tex}">`;

/** What looks like something beside a text and is all there is of it. */
const cases: Readonly<Record<string, readonly [html: string, markdown: string]>> = {
  'unseen words for letters drawn apart': [
    '<h1><span class="sr-only">Sailing by night</span><span aria-hidden="true">S a iling by night</span></h1>',
    '# Sailing by night',
  ],
  'unseen words for an icon': ['<h2><span aria-hidden="true">📦</span><span class="sr-only">Delivery</span></h2>', '## Delivery'],
  'unseen words said twice': ['<p><span aria-hidden="true">Keeper</span><span class="visually-hidden">Keeper</span></p>', 'Keeper'],
  'unseen words for stars': [
    '<p>Rating: <span aria-hidden="true">★★★★</span><span class="sr-only">4 out of 5</span></p>',
    'Rating: 4 out of 5',
  ],
  'a table that is unseen, of a chart': [
    '<p>A chart.</p><table class="sr-only"><tr><th>Month<th>Nights<tr><td>May<td>31</table>',
    'A chart.\n\n| Month | Nights |\n| --- | --- |\n| May | 31 |',
  ],
  'rows that a style makes as wide as the table': [
    '<table><thead style="display:table"><tr style="display:table;width:100%"><th>Port<th>Depth<tbody style="display: table"><tr style="display:table"><td>Ahorn<td><span style="display: table; margin: 0 auto">12 m</span></table>',
    '| Port | Depth |\n| --- | --- |\n| Ahorn | 12 m |',
  ],
  'a heading that says no more than a permalink': [
    '<h2 id="link"><a href="#link">Link</a></h2><h2><span>Lamp</span> <a href="#lamp">link</a></h2>',
    '## Link\n\n## Lamp',
  ],
  'a letter that Unicode has not, beside icons': [
    '<h2>Names<a class="headerlink" href="#names">\uF0C1</a></h2><p><i class="iconfont">\uE600</i>Share</p><p>The keeper was called 王\uE7A1.</p>',
    '## Names\n\nShare\n\nThe keeper was called 王\uE7A1.',
  ],
  'what stands in a table by role outside of its rows': [
    '<div role="table"><p>Tides</p><div role="rowgroup"><div role="row"><span role="columnheader">Port</span><span role="columnheader">High</span></div></div><div role="row"><span role="cell">Ahorn</span><span role="cell">12:10</span></div><p>All hours are local.</p></div>',
    'Tides\n\n| Port | High |\n| --- | --- |\n| Ahorn | 12:10 |\n\nAll hours are local.',
  ],
  'a text with a bold word in a list of terms': [
    '<dl><dt>Lamp<dd>It is lit at dusk.</dd>More of <b>it</b> below.</dl>',
    'Lamp\n: It is lit at dusk.\n: More of **it** below.',
  ],
  'several marks of notes that are not written': ['<p>Lit in 1871<sup><a href="#a">1</a>, <a href="#b">2</a></sup>.</p>', 'Lit in 1871.'],
  'what stands between the rows and the cells of a table': [
    '<table><tr><th>Port<th>Depth</th>Tides</tr>Near<tr><td>Ahorn</td><td>12 m</td></tr><tbody>Far<tr>In metres<td>Birk</td><td>9 m</td></tr></table>',
    '| Port | Depth |\n| --- | --- |\n| Ahorn | 12 m |\n| Birk | 9 m |\n\nTides\n\nNear\n\nFar\n\nIn metres',
  ],
  'what is told before all terms of a list': [
    '<dl><dd>It is lit at dusk.</dd><dt>Lamp</dt><dd>A light.</dd></dl>',
    'It is lit at dusk.\n\nLamp\n: A light.',
  ],
  'a text in a list of terms': [
    '<dl><dt>Lamp<dd>It is lit at dusk.</dd>More of it below.</dl>',
    'Lamp\n: It is lit at dusk.\n: More of it below.',
  ],
  'a picture that a style sets in the middle': [
    '<p>Before <img style="display:table;margin:0 auto" alt="map" src="/map.png"> after</p>',
    'Before ![map](https://example.org/map.png) after',
  ],
  'a link that a style makes as wide as its words': [
    '<p>See <a style="display: table" href="/a">the chart</a> and <strong style="display:table">the log</strong>.</p>',
    'See [the chart](https://example.org/a) and **the log**.',
  ],
  'numbers of lines in heads': [
    '<table class="highlight"><tr><th class="blob-num">1</th><td class="blob-code">let a</td></tr><tr><th class="blob-num">2</th><td class="blob-code">let b</td></tr></table>',
    '```\nlet a\nlet b\n```',
  ],
  'numbers of lines in one head': [
    '<table class="highlighttable"><tr><th class="linenos"><pre>1\n2</pre></th><td class="code"><pre>let a\nlet b</pre></td></tr></table>',
    '```\nlet a\nlet b\n```',
  ],
  'a head of code': [
    '<table class="highlight"><thead><tr><th colspan="2">src/main.c</th></tr></thead><tr><td class="blob-num">1</td><td class="blob-code">int a;</td></tr></table>',
    'src/main.c\n\n```\nint a;\n```',
  ],
  'lines around a line of code': [
    '<pre><div>a = 1</div><div><code>b = 2</code></div><div>c = 3</div></pre>',
    '```\na = 1\nb = 2\nc = 3\n```',
  ],
  'words around a line of code': ['<pre>first\n<div><code>second</code></div>third</pre>', '```\nfirst\nsecond\nthird\n```'],
  'a book that is spoken of where a quotation begins': [
    '<blockquote><p><cite>Moby Dick</cite> was the first book on board.</p></blockquote>',
    '> Moby Dick was the first book on board.',
  ],
  'who says what follows a break': ['<blockquote><cite>Ann</cite><br>The lamp is out.</blockquote>', '> Ann\n>\n> The lamp is out.'],
  'a link of a script in a sentence before code': [
    '<div class="code-intro">The function <a href="javascript:show(1)">open()</a> returns a lamp:</div><pre>open()</pre>',
    'The function open() returns a lamp:\n\n```\nopen()\n```',
  ],
  'a link to nowhere in a sentence beside code': [
    '<div class="code-example"><p>See <a href="#">the first part</a> of it.</p><pre>open()</pre></div>',
    'See the first part of it.\n\n```\nopen()\n```',
  ],
  'code within what shows code by breaks': [
    '<div class="w3-code"><pre>def f():\n    return 1\n\nf()</pre></div>',
    '```\ndef f():\n    return 1\n\nf()\n```',
  ],
  'paragraphs within what shows code by breaks': ['<div class="w3-code"><p>One.</p><p>Two.</p></div>', 'One.\n\nTwo.'],
  'a button beside the words of a head': [
    '<table><tr><th>Name <button>Sort ascending</button><th>Depth<tr><td>Ahorn<td>12 m</table>',
    '| Name | Depth |\n| --- | --- |\n| Ahorn | 12 m |',
  ],
  'a raised link to a table': [
    '<p>It is deep.<sup><a href="#tab1">Table 1</a></sup></p><table id="tab1"><tr><th>Port<th>Depth<tr><td>Ahorn<td>12 m</table>',
    'It is deep.Table 1\n\n| Port | Depth |\n| --- | --- |\n| Ahorn | 12 m |',
  ],
  'a second head behind an empty one': [
    '<table><thead></thead><tbody><tr><td>Ahorn<td>12 m</tbody><thead><tr><td>Birk<td>9 m</thead></table>',
    '| Ahorn | 12 m |\n| --- | --- |\n| Birk | 9 m |',
  ],
  'formulas in a list': [
    `<p>There are two:</p><ul><li>${formula('a')}</li><li>${formula('b')}</li></ul><p>They are equal.</p>`,
    'There are two:\n\n$a$\n\n$b$\n\nThey are equal.',
  ],
  'a formula before all text': [
    '<header><a href="/"><img class="math" alt="Math Wiki" src="/logo.png"></a></header><h1>Of lamps</h1>',
    '# Of lamps',
  ],
};

test.each(Object.entries(cases))('%s', async (_name, [html, markdown]) => {
  expect(await markdownOf(html)).toBe(markdown);
});
