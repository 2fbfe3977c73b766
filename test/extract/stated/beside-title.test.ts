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
