import { expect, test } from 'vitest';
import { extract } from '../../../src/extract/extract-html.ts';

const prose =
  '<p>The kiln is fired on Saturdays, when the wind is low and the smoke goes up; the glaze has had a week to dry by then.</p>'.repeat(3);

async function titleOf(head: string, body: string, url = 'https://clay.test/notes/kiln'): Promise<string | null> {
  const { title } = await extract(`<html><head>${head}</head><body>${body}<main>${prose}</main></body></html>`, { url });
  return title;
}

const cases: readonly (readonly [what: string, head: string, body: string, title: string, url?: string])[] = [
  ['what stands before a Chinese site', '<title>老街上的手工麵店-海岸日報</title>', '', '老街上的手工麵店'],
  ['what stands before a site in Chinese, with two dashes', '<title>老街上的手工面店--海岸网</title>', '', '老街上的手工面店'],
  ['no part of a title in Chinese', '<title>老街——手工面店新闻</title>', '', '老街——手工面店新闻'],
  [
    'what stands before sections in Korean',
    '<title>가마에 불을 지피는 날 < 사회 < 기사본문 - 푸른일보</title>',
    '',
    '가마에 불을 지피는 날',
  ],
  ['no part of what is less', '<title>Why a < b < c holds for all kilns</title>', '', 'Why a < b < c holds for all kilns'],
  [
    'a lower heading before the name of a site nobody knows of, without a blank as in Chinese',
    '<title>老街上的手工麵店-海岸日報</title>',
    '<h2>老街上的手工麵店</h2><h3>老街</h3>',
    '老街上的手工麵店',
  ],
  [
    'no short part before another that ends like a site',
    '<title>從零點火的教程-如何建好一個網站</title>',
    '',
    '從零點火的教程-如何建好一個網站',
  ],
  ['no name of a channel before a title in Chinese', '<title>公告-關於老街放假的通知</title>', '<h2>公告</h2>', '公告-關於老街放假的通知'],
  [
    'no heading that a word goes on after',
    '<title>老街-麵店的故事：一家三代人的手藝與味道</title>',
    '<h2>老街</h2>',
    '老街-麵店的故事：一家三代人的手藝與味道',
  ],
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
  [
    'not the heading that leads to the front page, nor that name before a colon',
    '<title>The Potter’s Year: Firing a kiln</title>',
    '<h1><a href="https://clay.test/">The Potter’s Year</a></h1><h3>Firing a kiln</h3>',
    'Firing a kiln',
  ],
  [
    'a heading of an article, wherever it leads',
    '<title>Firing a kiln | Clay</title>',
    '<article><h1><a href="https://clay.test">Firing a kiln</a></h1></article>',
    'Firing a kiln',
  ],
  [
    'a heading that is the title for sharing, wherever it leads',
    '<meta property="og:title" content="Firing a kiln"><title>Firing a kiln | Clay</title>',
    '<h1><a href="https://clay.test">Firing a kiln</a></h1>',
    'Firing a kiln',
  ],
  ['a heading that leads elsewhere', '<title>Kilns: firing</title>', '<h1><a href="/kilns">Kilns: firing</a></h1>', 'Kilns: firing'],
  ['whole where it asks what is less', '<title>Why a sorted list is < faster</title>', '', 'Why a sorted list is < faster'],
  ['whole where it is a path', '<title>Settings > Privacy</title>', '', 'Settings > Privacy'],
  ['nothing of the site after such a sign', '<title>Firing a kiln < Clay</title>', '', 'Firing a kiln'],
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
  [
    'the heading that says all of it, not one that is a word of it',
    '<title>Clay, sand, frost and a hundred other reasons why pots break in the kiln</title>',
    '<h1>Frost</h1>',
    'Clay, sand, frost and a hundred other reasons why pots break in the kiln',
  ],
  [
    'no heading of a section that has the one word of it',
    '<title>Kilns</title>',
    '<h1>1. Overview</h1><h1>2. Simple gas kilns</h1><h1>3. Wood kilns</h1>',
    'Kilns',
  ],
  [
    'the heading that is the whole of it, before one that is like the end',
    '<title>Firing a kiln in winter — The Potter’s Year handbook</title>',
    '<h1>The Potter’s Year</h1><h1>Firing a kiln in winter</h1>',
    'Firing a kiln in winter',
  ],
  [
    'not the blog’s heading, which only the longer of two titles has',
    '<meta property="og:title" content="Firing a kiln"><title>Mud and Fire: Firing a kiln</title>',
    '<h1>Mud and Fire</h1>',
    'Firing a kiln',
  ],
  [
    'the name that a heading says too',
    '<meta property="og:title" content="Pots for everyone"><title>Firing a kiln in winter | Clay</title>',
    '<h1>Firing a kiln</h1>',
    'Firing a kiln',
  ],
  [
    'not the site’s name where another is said',
    '<meta property="og:site_name" content="Clay"><meta name="twitter:title" content="Clay"><title>Firing a kiln</title>',
    '',
    'Firing a kiln',
  ],
  ['a heading where the title has a site’s name alone', '<title> | Clay &amp; Sand</title>', '<h1>Firing a kiln</h1>', 'Firing a kiln'],
  [
    'a lesser heading that ends what the page is called',
    '<title>Clay • View topic - Firing a kiln</title>',
    '<h2>Board index</h2><h2><a href="/t/1">Firing a kiln</a></h2>',
    'Firing a kiln',
  ],
  [
    'as it is written where the heading is in pieces',
    '<title>Question - Firing a kiln | Clay</title>',
    '<h1><b>Question</b> <i>Firing a kiln</i></h1>',
    'Question - Firing a kiln',
  ],
  ['as it is written where the heading is in capitals', '<title>Firing a kiln</title>', '<h1>FIRING A KILN</h1>', 'Firing a kiln'],
  [
    'the heading where the title has lost spaces',
    '<title>Brick, 11/2 in</title>',
    '<h1>Brick, 1<sup> 1/2</sup> in</h1>',
    'Brick, 1 1/2 in',
  ],
  ['whole with a year at its end', '<title>Kilns of 2024 - 2025</title>', '', 'Kilns of 2024 - 2025'],
  ['cut once where the site’s name is known', '<title>Kiln – Small Model - Clay</title>', '', 'Kiln – Small Model'],
  ['no icon after it', '<title>Firing a kiln</title>', '<h1>Firing a kiln <a href="#kiln">&#xf0c1;</a></h1>', 'Firing a kiln'],
  ['its own part in Chinese', '<title>冬天怎样烧窑_陶艺_泥土网</title>', '', '冬天怎样烧窑'],
  ['its own part in Japanese', '<title>冬の窯焚き：七つのこつ｜土の家</title>', '', '冬の窯焚き：七つのこつ'],
  ['the heading in Japanese', '<title>冬の窯焚き：七つのこつ｜土の家</title>', '<h1>土の家</h1><h1>冬の窯焚き</h1>', '冬の窯焚き'],
];

for (const [what, head, body, title, url] of cases)
  test(`a title is ${what}`, async () => {
    expect(await titleOf(head, body, url)).toBe(title);
  });

test('half a million signs before the name of the site cost little', async () => {
  const head = `<meta property="og:site_name" content="The Potter’s Year"><title>${'-'.repeat(5e5)}aThe Potter’s Year</title>`;
  expect(await titleOf(head, '')).toContain('a');
});
