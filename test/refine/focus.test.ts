import { expect, test } from 'vitest';
import { type Focus, focusOf, topicSchema } from '../../src/config/topic.ts';
import { type Found, refinePage } from '../../src/refine/page.ts';
import { article, inputOf } from './inputs.ts';

const focused = (terms: Record<string, number>, minimumScore = 0.5): Focus =>
  focusOf({ name: 'waste', ...topicSchema.parse({ title: 'Waste', crawlers: ['any'], terms: { en: terms }, minimumScore }) })!;
const waste = focused({ bin: 1, waste: 2, caddy: 2 });
const links = '<a href="/bins">Which bin?</a>';

test('a focused crawl hears how much a page and each of its links promise', async () => {
  const told: Found[] = [];
  const result = await refinePage({ ...inputOf(article(links)), focus: waste }, (found) => told.push(found));
  expect(result.focused).toMatchObject({ digest: waste.digest });
  expect(result.focused!.score).toBeGreaterThan(0.5);
  const promises = new Map(result.links.map((link, n) => [link, result.focused!.promises[n]]));
  expect(promises.size).toBe(4);
  expect(promises.get('https://example.org/bins' as never)).toBeGreaterThan(promises.get('https://example.org/b' as never)!);
  // The slow part may never come to its end.
  expect(told[0]!.focused!.promises).toEqual(result.focused!.promises);
  expect(told[0]!.focused!.score).toBeGreaterThan(0);
});

test('all else of the result is as it is without', async () => {
  const { focused: _, ...rest } = await refinePage({ ...inputOf(article(links)), focus: waste });
  expect(rest).toEqual(await refinePage(inputOf(article(links))));
});

test('another topic gives another result, whichever came before', async () => {
  const other = focused({ harbour: 3 });
  const scores: (number | undefined)[] = [];
  for (const focus of [waste, other, waste]) scores.push((await refinePage({ ...inputOf(article()), focus })).focused?.score);
  expect(scores[1]).toBe(0);
  expect(scores[0]).toBe(scores[2]);
});

test('a page whose text may not be used, or that asks not to be followed, is scored all the same', async () => {
  const denied = await refinePage({ ...inputOf(article('<meta name="robots" content="noai">')), focus: waste });
  expect([denied.step.kept, denied.focused!.score > 0.5]).toEqual([false, true]);
  const closed = await refinePage({ ...inputOf(article('<meta name="robots" content="nofollow">')), focus: waste });
  expect([closed.links.length, closed.focused!.promises.length, closed.focused!.score > 0.5]).toEqual([0, 0, true]);
});

test('the focus changes with the terms and the minimum, and with nothing else', () => {
  const digests = [waste, focused({ bin: 1, waste: 2 }), focused({ bin: 1, waste: 2, caddy: 2 }, 0.6)].map(({ digest }) => digest);
  expect(new Set(digests).size).toBe(3);
  expect(focused({ caddy: 2, bin: 1, waste: 2 }).digest).toBe(waste.digest);
});
