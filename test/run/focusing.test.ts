import { describe, expect, test } from 'vitest';
import { focusOf, topicSchema } from '../../src/config/topic.ts';
import type { LedgerEntry } from '../../src/ledger/ledger.ts';
import type { PageUrl } from '../../src/records.ts';
import type { RefineResult } from '../../src/refine/refine.ts';
import { Focusing, LocalYields } from '../../src/run/focusing.ts';
import { discovery } from '../contracts/discovery.ts';
import { ledgerEntry } from '../contracts/ledger-entry.ts';

const focus = focusOf({ name: 'waste', ...topicSchema.parse({ title: 'Waste', crawlers: ['any'], terms: { en: { waste: 2 } } }) })!;
const entry = (host: string, depth: number): LedgerEntry => ledgerEntry(1, { url: `https://${host}.test/` as PageUrl, depth });
const found = ['1', '2'].map((path) => discovery('b', path));
const result = (score: number, promises = [0, 0]): RefineResult => ({
  links: found.map(({ url }) => url),
  feeds: [],
  step: { kept: false, drop: { stage: 'extract', rule: 'none', because: '' } },
  focused: { digest: focus.digest, score, promises },
});
const start = (): Focusing => new Focusing(focus, new LocalYields());

describe('what a page led to', () => {
  test('has a priority by what its link, its page and its host promise', async () => {
    const of = async (score: number, promises: number[]): Promise<number[]> =>
      (await start().followed(entry('a', 1), 0, result(score, promises), found)).map(({ priority }) => priority);
    const [better, worse] = await of(0.9, [0.9, 0.1]);
    expect(better).toBeGreaterThan(worse!);
    expect((await of(0.2, [0.9, 0.1]))[0]).toBeLessThan(better!);
  });

  test('is followed over two pages off the topic, and not over a third', async () => {
    const focusing = start();
    const astray = async (before: number, score: number): Promise<readonly (number | undefined)[]> =>
      (await focusing.followed(entry('a', 3), before, result(score), found)).map((each) => each.astray);
    expect(await astray(0, 0.1)).toEqual([1, 1]);
    expect(await astray(1, 0.1)).toEqual([2, 2]);
    expect(await astray(2, 0.1)).toEqual([]);
    expect(await astray(2, 0.8)).toEqual([undefined, undefined]);
  });

  test('of a seed counts as found, whatever that is about', async () => {
    const [first] = await start().followed(entry('a', 0), 0, result(0), found);
    expect(first?.astray).toBeUndefined();
  });

  test('is worth less on a host that has given little', async () => {
    const focusing = start();
    const [before] = await focusing.followed(entry('a', 1), 0, result(0.9), found);
    for (let n = 0; n < 50; n += 1) await focusing.followed(entry('b', 1), 0, result(0), []);
    const [after] = await focusing.followed(entry('a', 1), 0, result(0.9), found);
    expect(after!.priority).toBeLessThan(before!.priority);
  });

  test('keeps its place in line when it is no page', async () => {
    const feed = discovery('b', 'feed', { role: 'feed', priority: 240 });
    expect(await start().followed(entry('a', 1), 0, result(0.9), [feed])).toEqual([feed]);
  });
});

test('what a sitemap lists is told apart by its addresses', async () => {
  const listed = [discovery('b', 'waste/1'), discovery('b', 'ships/1'), discovery('b', 'next.xml', { role: 'sitemap', priority: 250 })];
  const [one, other, nested] = (await start().listed(listed)).map(({ priority }) => priority);
  expect(one).toBeGreaterThan(other!);
  expect(nested).toBe(250);
});
