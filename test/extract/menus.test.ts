import { expect, test } from 'vitest';
import { layOut } from '../../src/extract/blocks/walk.ts';
import { dropMenus } from '../../src/extract/model/menus.ts';
import { parseHtml } from '../../src/html/parse.ts';

/** Which blocks are kept in the end, of a page that keeps all. */
function keptOf(html: string): number[] {
  const layout = layOut(parseHtml(html));
  const kept = new Uint8Array(layout.blocks.length).fill(1);
  dropMenus(layout, kept);
  return [...kept];
}

const link = (text: string): string => `<a href="/">${text}</a>`;
const menu = '<a href="/a">One</a><br><a href="/b">Two</a><br><a href="/c">Three</a><br>';
const text =
  'This is the text of the page, which says what it has to say in so many words, and then in some more, lest it be taken for a datum.';

test('a menu in a cell beside a text is dropped', () => {
  expect(keptOf(`<table><tr><td><b>More</b> ${menu}<td>${text}</table>`)).toEqual([0, 1]);
});

test('so is one of many lines, in a list or a table of its own', () => {
  const lines = ['One', 'Two', 'Three'];
  const list = `<h4>More</h4><ul>${lines.map((line) => `<li><a href="/">${line}</a>`).join('')}</ul>`;
  expect(keptOf(`<table><tr><td>${list}<td>${text}</table>`)).toEqual([0, 0, 0, 0, 1]);
  const rows = `<table>${lines.map((line) => `<tr><td><a href="/">${line}</a>`).join('')}</table>`;
  expect(keptOf(`<table><tr><td>${text}<td>${rows}</table>`)).toEqual([1, 0, 0, 0]);
  expect(keptOf(`${list}<p>${text}</p>`)).toEqual([1, 1, 1, 1, 1]);
});

test('a table of data is kept with its links', () => {
  const row = '<tr><td><a href="/">One</a><td>This is what the first of all is about';
  expect(keptOf(`<table>${row.repeat(3)}</table>`)).toEqual([1, 1, 1, 1, 1, 1]);
});

test('links are kept that are no menu beside the text', () => {
  const systems = ['Linux', 'Windows', 'macOS'].map(link);
  const row = `<tr><td>Alpha<td>Office 0<td>${systems.join(', ')}`;
  expect(keptOf(`<p>${text}</p><table>${row.repeat(4)}</table>`)).not.toContain(0);
  expect(
    keptOf(`<p>${text}</p><table>${row.replace(systems.join(', '), `<ul><li>${systems.join('<li>')}</ul>`).repeat(4)}</table>`),
  ).not.toContain(0);
  expect(keptOf(`<table><tr><td>Home<td><p>${text}</p><p>Further reading: ${systems.join(', ')}</p></table>`)).not.toContain(0);
  expect(keptOf(`<table><tr><td>Home<td><p>${text}</p><h3>Sources</h3><p>${systems.join(', ')}</p></table>`)).not.toContain(0);
  const lines = `<p>${link('What this book says about firing')} - for all</p>`.repeat(8);
  expect(keptOf(`<table><tr><td>${text}<td>${lines}</table>`)).not.toContain(0);
  const posts = [text, `Try these ${systems.join('<br>')}`, text].map((post) => `<table><tr><td>ann<td>${post}</table>`);
  expect(keptOf(`<table><tr><td>${posts.join('')}</table>`)).not.toContain(0);
});

test('links are kept where they are what the page says, are few or stand in no table', () => {
  expect(keptOf(`<table><tr><td>${menu}<td><a href="/">${text}</a></table>`)).toEqual([1, 1]);
  expect(keptOf(`<table><tr><td>${menu}</table>`)).toEqual([1]);
  expect(keptOf(`<table><tr><td><a href="/a">One</a> <a href="/b">Two</a><td>${text}</table>`)).toEqual([1, 1]);
  expect(keptOf(`<p>${menu}</p><p>${text}</p>`)).toEqual([1, 1]);
});
