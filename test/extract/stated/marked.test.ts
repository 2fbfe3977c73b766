import { expect, test } from 'vitest';
import { extract } from '../../../src/index.ts';

const TEXT = '<p>Paper goes into the blue bin, and glass into the green one. Both are emptied on Fridays.</p>'.repeat(3);
const FAR = '<p>Seven words stand here about a bin.</p>'.repeat(15);
const read = (html: string) => extract(html, { url: 'https://www.example.org/a/b' });

test('a text that is a widget of Blogger has its author in it, and its day as microformats mark it', async () => {
  const footer =
    '<span class="post-author vcard"><span class="fn">Ada Lovelace</span></span> <abbr class="published" title="2024-05-06">at 10</abbr>';
  const widget = `<div class="widget Blog"><h3 class="post-title">Bins</h3>${TEXT}<div class="post-footer">${footer}</div></div>`;
  const comments = '<div id="comments"><p>Troll</p><p>9 May 2024</p></div>';
  const list = '<div class="widget Profile"><a rel="author" href="/c">Charles Babbage</a></div>';
  expect(await read(`<title>Bins</title>${widget}${comments}${list}`)).toMatchObject({ author: 'Ada Lovelace', published: '2024-05-06' });
});

test('days that microformats mark date no list', async () => {
  const entry = (day: string): string =>
    `<h2><a href="/${day}">Bin</a></h2><abbr class="published" title="${day}">a day</abbr><p>Short.</p>`;
  expect((await read(`<title>Bins</title>${entry('2024-05-06')}${entry('2024-05-07')}`)).published).toBeNull();
});

test.each([
  [
    'whom words join, but not whose pictures they are',
    '<p class="byline">By <a href="/a">Ada Lovelace</a>, <a href="/b">Charles Babbage</a> and <a href="/c">Mary Somerville</a>, photographs by <a href="/d">Anna Atkins</a></p>',
    'Ada Lovelace, Charles Babbage, Mary Somerville',
  ],
  [
    'whom a comma joins',
    '<p><b class="author">Ada Lovelace</b>, <b class="author">Charles Babbage</b></p>',
    'Ada Lovelace, Charles Babbage',
  ],
  [
    'in an element for authors',
    '<div class="authors"><h3>All our people</h3><p>Mary Somerville</p></div><div class="authors"><span>Ada Lovelace</span></div>',
    'Ada Lovelace',
  ],
  [
    'by the name of a user',
    '<div class="login-box"><b class="nickname">Guest</b></div><div class="bar"><a class="follow-nickName ">ada_l</a></div>',
    'ada_l',
  ],
  ['whose trade is marked alike', '<p><b class="author">Ada Lovelace</b> <b class="author">Staff writer</b></p>', 'Ada Lovelace'],
])('authors %s', async (_name, line, author) => {
  expect((await read(`<title>Bins</title><h1>Bins</h1>${line}${TEXT}`)).author).toBe(author);
});

test('who is called like the program is not who made it', async () => {
  const meta = '<meta name="generator" content="Hugo 0.120.4"><meta name="author" content="Hugo Martin">';
  expect((await read(`<title>Bins</title>${meta}<h1>Bins</h1>${TEXT}`)).author).toBe('Hugo Martin');
});

test('the first to post in Discuz is the author, not who made Discuz', async () => {
  const meta = '<meta name="generator" content="Discuz! X3.4"><meta name="author" content="Discuz! Team and Comsenz UI Team">';
  const post = (name: string): string => `<div class="pi"><div class="authi"><a href="space-uid-1.html">${name}</a></div></div>${TEXT}`;
  expect((await read(`<title>Bins</title>${meta}<h1>Bins</h1>${post('ada1')}${post('bab2')}`)).author).toBe('ada1');
  expect((await read(`<title>Bins</title><meta name="author" content="Discuz! Team"><h1>Bins</h1>${TEXT}`)).author).toBe('Discuz! Team');
});

test.each([
  ['by id', '<li id="footer-info-lastmod">This page was last edited on 6 May 2024, at 09:00.</li>'],
  ['by class', '<p class="theme-last-updated">Letzte Änderung: <time datetime="2024-05-06">6. Mai 2024</time></p>'],
])('the last change of a page may be named in its footer: %s', async (_name, line) => {
  const html = (footer: string): string => `<title>Bins</title><h1>Bins</h1>${FAR}${TEXT}<footer><ul>${footer}</ul></footer>`;
  expect(await read(html(line))).toMatchObject({ published: null, modified: '2024-05-06' });
  expect((await read(html(line + line.replaceAll('6', '7')))).modified).toBeNull();
});

test.each([
  ['of a response', '<div><time class="published" datetime="2024-06-09">9 June</time><p>True.</p></div>'],
  ['of another text', '<p><span class="dt-published" title="2023-06-09">9 June</span> Bags</p>'],
])('days that microformats mark come in the order of the page: %s', async (_name, other) => {
  const html = `<title>Bins</title><article><header><h1>Bins</h1><time datetime="2024-05-03">3 May</time></header>${TEXT}</article>${other}`;
  expect((await read(html)).published).toBe('2024-05-03');
});
