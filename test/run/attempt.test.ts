import { expect, test } from 'vitest';
import { TurnLost } from '../../src/fetch/fetch.ts';
import { openSqliteLedger } from '../../src/ledger/sqlite.ts';
import type { Leased, PageUrl } from '../../src/records.ts';
import { Attempt, type FetchParts } from '../../src/run/attempt.ts';
import { LocalBudget } from '../../src/run/budget.ts';
import { type CrawlerRules, discover } from '../../src/run/rules.ts';
import { NOON, pageOutcome, RUN } from '../contracts/ledger-entry.ts';

test('a turn that is over puts nothing on record, and what was paid for it is given back', async () => {
  const ledger = await openSqliteLedger(':memory:');
  const budget = new LocalBudget(new Map([['example.org', { depth: 9, pages: 1, bytes: 1000 }]]));
  const recorded: string[] = [];
  const parts = { run: RUN, ledger, budget, stamp: () => NOON, recorded: ({ url }) => recorded.push(url) } as Partial<FetchParts>;
  const url = 'https://example.org/1' as PageUrl;
  const leased: Leased = { ...discover('example.org', url, { role: 'page', via: 'seed', depth: 0 }), attempt: 0, deaths: 0 };
  const turn = (isOurs: () => boolean): Attempt => new Attempt(parts as FetchParts, leased, {} as CrawlerRules, isOurs);

  let isOver = false;
  const frozen = turn(() => !isOver);
  expect(await frozen.pay()).toBeNull();
  isOver = true;
  for (const end of [() => frozen.record(pageOutcome(1)), () => frozen.fail('http-500', 'broken')])
    await expect(end()).rejects.toThrow(TurnLost);
  expect(await ledger.byUrl(url)).toEqual([]);

  const next = turn(() => true);
  expect(await next.pay()).toBeNull();
  await next.record(pageOutcome(2, { url }));
  expect(await ledger.byUrl(url)).toMatchObject([{ outcome: pageOutcome(2, { url }) }]);
  expect(recorded).toEqual([url]);
  expect(budget.left()).toMatchObject([{ pagesLeft: 0 }]);
  await ledger.close();
});
