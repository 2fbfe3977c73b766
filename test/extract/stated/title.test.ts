import { expect, test } from 'vitest';
import { extract } from '../../../src/extract/extract-html.ts';

const prose =
  '<p>The kiln is fired on Saturdays, when the wind is low and the smoke goes up; the glaze has had a week to dry by then.</p>'.repeat(3);

async function titleOf(head: string, body: string, url = 'https://clay.test/notes/kiln'): Promise<string | null> {
  const { title } = await extract(`<html><head>${head}</head><body>${body}<main>${prose}</main></body></html>`, { url });
  return title;
}

const cases: readonly (readonly [what: string, head: string, body: string, title: string, url?: string])[] = [
  [
    'a heading before what is said to search engines',
    '<title>Firing a kiln: 7 tips - Clay</title>',
    '<h1>Firing a kiln</h1>',
    'Firing a kiln',
  ],
  [
    'not the heading that is the name after the title',
    '<title>Firing a kiln - The Potter’s Year</title>',
    '<h1>The Potter’s Year</h1>',
    'Firing a kiln',
  ],
  ['a heading after the name of the site', '<title>Clay • Firing a kiln</title>', '<h1>Firing a kiln</h1>', 'Firing a kiln'],
  ['nothing before the page’s own part, when it is the site’s name', '<title>Clay • Firing a kiln</title>', '', 'Firing a kiln'],
  ['the name of the site on its first page', '<title>Clay | Pots for everyone</title>', '', 'Clay', 'https://clay.test/'],
  ['a heading when the page is called like its site', '<title>Clay</title>', '<h1>Firing a kiln</h1>', 'Firing a kiln'],
  ['a space where the heading breaks', '<title>Firing a kiln</title>', '<h1>Firing<br>a kiln</h1>', 'Firing a kiln'],
  ['no label', '<title>Firing a kiln | Clay</title>', '<h1><span>Question</span> Firing a kiln</h1>', 'Firing a kiln'],
  ['no date', '<title>Firing a kiln | Clay</title>', '<h1><time>18 Dec 2025</time> Firing a kiln</h1>', 'Firing a kiln'],
  [
    'the whole heading where nothing sets a part off',
    '<title>Firing a kiln</title>',
    '<h1>Firing a kiln in winter</h1>',
    'Firing a kiln in winter',
  ],
  ['no mark of a permanent link', '<title>Firing a kiln</title>', '<h1>Firing a kiln <a href="#kiln">¶</a></h1>', 'Firing a kiln'],
];

for (const [what, head, body, title, url] of cases)
  test(`a title is ${what}`, async () => {
    expect(await titleOf(head, body, url)).toBe(title);
  });
