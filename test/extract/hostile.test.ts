import { expect, test } from 'vitest';
import { extractBare } from '../../src/extract/bare.ts';

const TEXT = 'The text of the page, which is long enough to be kept.';

/** Pages that make work of an extractor's habits: its recursion, its regular expressions, its counting of siblings and of notes. */
const pages: Readonly<Record<string, string>> = {
  '100,000 nested elements': `${'<div><span>'.repeat(50_000)}${TEXT}`,
  'a line of 10 MB': `<p>${TEXT} ${'word '.repeat(2_000_000)}`,
  'a line of 10 MB without a space': `<p>${TEXT}</p><p>${'x'.repeat(10_000_000)}`,
  'unclosed everything': `<table><tr><td><ul><li><b><i><a href=x><p>${TEXT}`,
  'a million attributes': `<p ${'a=1 '.repeat(1_000_000)}>${TEXT}`,
  'a class of 1 MB': `<p class="${'ab-cd '.repeat(170_000)}">${TEXT}`,
  'NUL bytes': `<p>${TEXT}\0\0<b\0>bold\0</b>`,
  'lone surrogates': `<p title="\uD800">${TEXT} \uD83D and \uDC00</p><a href="/\uD800">link</a>`,
  '2 MB of brackets': `<p>${TEXT}</p><p>${'['.repeat(1e6)}${'\\('.repeat(5e5)}`,
  '2 MB of dollars and stars': `<p>${TEXT}</p><p>${'$$'.repeat(5e5)}${'*_'.repeat(5e5)}`,
  '2 MB of delimiters that a script looks for': `<script>MathJax = { inlineMath: [['$', '$']] }</script><p>${TEXT}</p><p>${'\\('.repeat(3e5)}${'\\['.repeat(3e5)}${'$ a '.repeat(1e5)}${'\\begin{align}'.repeat(3e4)}${'x'.repeat(1e6)}`,
  '30,000 links to notes': `<p>${TEXT}${'<sup><a href="#n">1</a></sup>'.repeat(30_000)}</p><ol><li id=n>note</ol>`,
  'a note that begins with a million digits': `<p>${TEXT}<sup><a href="#n">1</a></sup></p><ol><li id=n><a href="#m">${'1'.repeat(1e6)}x</a> note</ol>`,
  'elements of its own in a line, nested': `<p>${TEXT} ${'<x-a>w '.repeat(200)}</p>`,
  'headings within headings': `${'<h1><a href="/x">'.repeat(300)}${'<b>t</b> '.repeat(500)}${TEXT}`,
  'spans without end': `<p>${TEXT}</p><table>${'<tr><td rowspan=65534 colspan=1000>a<td>b'.repeat(500)}</table>`,
  '40,000 siblings of one kind': `<p>${TEXT}</p>${'<div class=a><p>tile</p></div>'.repeat(40_000)}`,
  'lists in lists': `${'<ul><li>'.repeat(5000)}${TEXT}`,
  '80,000 times': `<p>${TEXT}</p><p>${'<time></time>'.repeat(80_000)}</p>`,
  'a link back of many marks, and then none': `<p>${TEXT}<sup><a id=r href="#n">1</a></sup></p><ol><li id=n><a href="#r">${'1.'.repeat(80)}!</a> note</ol>`,
  'a text that ends in a million lines': `<p>${TEXT}${'\n'.repeat(1e6)}</p>`,
  'a million blanks before a word': `<p>${TEXT}</p><p>${' '.repeat(1e6)}x</p>`,
  'a million dots in emphasis': `<p>${TEXT} <b>for${'.'.repeat(1e6)}a.</b>b</p>`,
  'the address of a formula, 300,000 times in one': `<p>${TEXT} <img src="${'/equation?tex='.repeat(3e5)}&">`,
  'dollars where a formula is written': `<p>${TEXT}</p><p><span class="math">$$${'a $ '.repeat(5e5)}</span></p>`,
  'formulas in formulas': `<p>${TEXT}</p><math>${'<msup><mi>x</mi>'.repeat(5000)}</math>`,
  'a formula that is only drawn, 5000 deep': `<p>${TEXT} <span class="katex"><span class="katex-html" aria-hidden="true">${'<span class="mfrac"><span class="vlist-t"><span class="vlist"><span style="top:-3em">'.repeat(5000)}x`,
  'a formula that is only drawn, of 20,000 rows and as many columns': `<p>${TEXT} <span class="katex"><span class="katex-html" aria-hidden="true"><span class="mtable"><span class="col-align-c"><span class="vlist">${'<span style="top:-3em">x</span>'.repeat(20_000)}</span></span>${'<span class="col-align-c"></span>'.repeat(20_000)}`,
  'a root that is only drawn, 60 deep': `<p>${TEXT} <mjx-container>${'<mjx-mroot><mjx-root>'.repeat(60)}<mjx-mi><mjx-c class="mjx-c78">`,
  'bounds that are only drawn, without a sign, 60 deep': `<p>${TEXT} <span class="katex"><span class="katex-html" aria-hidden="true">${'<span class="op-limits"><span class="vlist"><span style="top:-3em">'.repeat(60)}x`,
  '1 MB of lines in a word': `<p>${TEXT} x${'_'.repeat(1e6)}x</p>`,
  '16,807 times behind 20,000 elements without words': `<p><span>${'<i></i>'.repeat(20_000)}</span>${[7, 7, 7, 7, 7].reduce((inside, n) => `<span>${inside.repeat(n)}</span>`, '<time></time>')}</p><p>${TEXT}</p>`,
  '20,000 words beside code of 20,000 elements': `<p>${TEXT}</p><div class="code"><div>${'<span>a</span>'.repeat(20_000)}</div><pre>${'<b>a</b>'.repeat(20_000)}</pre></div>`,
  '20,000 links of scripts beside code that is not there': `<p>${TEXT}</p><div class="codex">${'<a href="#">x</a> '.repeat(20_000)}</div>`,
  '20,000 unseen words': `<p>${TEXT}</p><div>${'<span class="sr-only">x</span>'.repeat(20_000)}</div>`,
  'tables by style, nested': `<p>${TEXT}</p>${'<div style="display: table">'.repeat(400)}x`,
  '30,000 letters of a formula': `<p>${TEXT} <math>${'<mi>α</mi>'.repeat(30_000)}</math></p>`,
  'a sign of 200,000 letters': `<p>${TEXT} <math><mo>${'α'.repeat(2e5)}</mo></math></p>`,
  'a title of 1 MB': `<title>${'a - '.repeat(250_000)}</title><p>${TEXT}`,
  'blanks between authors': `<p><span class="author">Ada Lovelace</span>${' '.repeat(1e6)}<span class="author">Charles Babbage</span></p><p>${TEXT}`,
  'blanks in the name of an author': `<meta name="citation_author" content="Lovelace,${' '.repeat(1e6)}Ada,"><p>${TEXT}`,
  'JSON-LD that nests': `<script type="application/ld+json">${'{"@type":"Question","mainEntity":'.repeat(5000)}1${'}'.repeat(5000)}</script><p>${TEXT}`,
};

test.each(Object.entries(pages))('%s', async (name, html) => {
  const step = await extractBare({ body: html, url: 'https://example.org/', extractor: 'garner' });
  if (!step.kept) {
    // Cells that say the same ten thousand times are said once.
    expect(name).toContain('spans');
    return;
  }
  const { text, markdown } = step.record;
  // What is repeated thousands of times may well be all that is taken.
  if (!name.includes('siblings')) expect(text).toContain('The text of the page, which is long');
  expect(markdown.isWellFormed()).toBe(true);
});

test.each(['', '\0', '<', '<!--', '<html>', '<p></p>'.repeat(1000)])('nothing to read in %j', async (html) => {
  const step = await extractBare({ body: html, url: '', extractor: 'garner' });
  expect(step.kept).toBe(false);
});

test('the same page gives the same text', async () => {
  const page = {
    body: `<main>${`<p>${TEXT}</p><div><a href=/x>more</a></div>`.repeat(40)}</main>`,
    url: 'https://example.org/',
    extractor: 'garner',
  } as const;
  expect(await extractBare(page)).toEqual(await extractBare(page));
});
