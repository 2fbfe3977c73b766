import { expect, test } from 'vitest';
import type { PageUrl } from '../../src/records.ts';
import { LocalListed } from '../../src/run/listed.ts';

const [one, two, three] = ['one', 'two', 'three'].map((name) => `https://a.test/${name}` as PageUrl) as [PageUrl, PageUrl, PageUrl];

test('of a page that several lists have the latest date counts; what was listed or asked for longest ago is forgotten when there are too many', () => {
  const listed = new LocalListed(2);
  listed.note([
    { url: one, lastModified: 20 },
    { url: two, lastModified: 30 },
    { url: one, lastModified: 10 },
  ]);
  expect([two, one].map((url) => listed.lastModified(url))).toEqual([30, 20]);
  listed.note([{ url: three, lastModified: 40 }]);
  expect([one, two, three].map((url) => listed.lastModified(url))).toEqual([20, null, 40]);
});
