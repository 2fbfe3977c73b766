import { expect, test } from 'vitest';
import { extract } from '../../../src/index.ts';

const TEXT = '<p>Paper goes into the blue bin, and glass into the green one. Both are emptied on Fridays.</p>'.repeat(3);

test('who and when are looked for beside the title, also where it is no heading', async () => {
  const below = '<table><tr><td>Paper<td>1 May 2024<tr><td>Glass<td>2 May 2024</table>';
  const top = `<div>Paper bins</div><p>By Ada Lovelace</p><p>3 May 2024</p>`;
  const found = await extract(`<title>Paper bins</title><p>Bins of old</p><p>4 May 2001</p>${top}${TEXT}${below}`, { url: '' });
  expect(found).toMatchObject({ title: 'Paper bins', author: 'Ada Lovelace', published: '2024-05-03' });
});

test('who and when are looked for in lines that breaks part', async () => {
  const lines = `<b>Paper bins</b><br>By Ada <i>Lovelace</i><br><font><br>3 May 2024</font><br><br>${TEXT.replaceAll(/<\/?p>/g, '')}`;
  const table = `<table><tr><td><a href="/">Home</a><td>${lines}<br>By Charles Babbage, 9 May 2024</table>`;
  expect(await extract(`<title>Paper bins</title>${table}`, { url: '' })).toMatchObject({
    author: 'Ada Lovelace',
    published: '2024-05-03',
  });
});

test.each([
  'When:<br>Saturday 3 May 2025',
  'When:<br>3 May 2025<br>4 May 2025',
  'Application deadline:<br>3 May 2025',
  'The fair will be held<br>on 3 May 2025',
  'Date limite :<br>3 mai 2025',
  '開催日<br>2025年5月3日',
])('a break does not part an event from its day: %s', async (lines) => {
  expect(await extract(`<title>Bins</title><h1>Bins</h1><p>${lines}</p>${TEXT}`, { url: '' })).toMatchObject({ published: null });
});

test.each([
  'Posts: 14<br>Joined: Sat May 01, 2010 9:00 am',
  'Join Date: May 1, 2010',
  'Registriert seit: 1. Mai 2010',
  '注册时间 2010-5-1',
  'Registriert: Mo 3. Jan 2011, 12:00',
  'Katılım: 3 Ocak 2011',
  'הצטרף: 03 ינואר 2011, 12:00',
  'تاريخ التسجيل: 3 يناير 2011',
  'Ngày tham gia: 3/1/2011',
  '가입일: 2011년 1월 3일',
])('the day on which somebody came to a board is not that of a post: %s', async (lines) => {
  expect(await extract(`<title>Bins</title><h1>Bins</h1><p>${lines}</p>${TEXT}`, { url: '' })).toMatchObject({ published: null });
});

test.each(['The bins were born of need | 3 May 2024', 'The depot opens its doors · 3 May 2024'])(
  'a stroke parts an event from the day of a text: %s',
  async (line) => {
    expect(await extract(`<title>Bins</title><h1>Bins</h1><p>${line}</p>${TEXT}`, { url: '' })).toMatchObject({ published: '2024-05-03' });
  },
);

test.each(['<time datetime="2024-05-03">3 May 2024</time>', '<p>3 May 2024</p>'])(
  'a day below a title that ends with the word for a change is not that of one: %s',
  async (day) => {
    const html = `<title>What has changed</title><h1>What has changed</h1>${day}${TEXT}`;
    expect(await extract(html, { url: '' })).toMatchObject({ published: '2024-05-03', modified: null });
  },
);

test.each([
  ['<span>By Ada Lovelace</span><span>, </span><span>Staff Writer</span>', 'Ada Lovelace'],
  ['Ada Lovelace<br>and<br>Charles Babbage', 'Ada Lovelace, Charles Babbage'],
])('names in the parts of a byline: %s', async (line, author) => {
  expect(await extract(`<title>Bins</title><h1>Bins</h1><p class="byline">${line}</p>${TEXT}`, { url: '' })).toMatchObject({ author });
});

test('a day below a title that ends with the word for an event is the title’s', async () => {
  const html = `<title>A new deadline</title><h1>A new deadline</h1><p>3 May 2024</p>${TEXT}`;
  expect(await extract(html, { url: '' })).toMatchObject({ published: '2024-05-03' });
});

test.each(['nav', 'div'])('an entry of a menu is no title: %s', async (name) => {
  const header = `<header><${name}><ul><li>Home<li>Contact</ul></${name}><div>Monday, 1 May 2001</div><p>By Charles Babbage</p></header>`;
  const html = `<title>Contact</title>${header}<h1>Where you find us all day</h1><p>By Ada Lovelace</p><p>3 May 2024</p>${TEXT}`;
  expect(await extract(html, { url: '' })).toMatchObject({ author: 'Ada Lovelace', published: '2024-05-03' });
});

test.each([
  ['<h1>Von Bergen</h1>', null],
  ['<h1>Bins</h1><p>06.05.2024 | von Ada Lovelace</p>', 'Ada Lovelace'],
  ['<h1>箱</h1><p>采写 | 周晓岚</p>', '周晓岚'],
  ['<h1>Bak</h1><p>Penulis | Budi Santoso</p>', 'Budi Santoso'],
  ['<h1>By the Numbers</h1><p>By Ada Lovelace</p>', 'Ada Lovelace'],
])('a byline is none of the title: %s', async (start, author) => {
  const title = /<h1>(.*?)<\/h1>/.exec(start)?.[1] ?? '';
  expect(await extract(`<title>${title}</title>${start}${TEXT}`, { url: '' })).toMatchObject({ author });
});

test.each(['Born 10 December 1990 in London', 'Geboren am 10. Dezember 1990', 'The hall opens on 10 December 2024'])(
  'a day that is told of is not that of the page: %s',
  async (line) => {
    expect(await extract(`<title>Ada</title><h1>Ada</h1><p>${line}</p>${TEXT}`, { url: '' })).toMatchObject({ published: null });
  },
);
