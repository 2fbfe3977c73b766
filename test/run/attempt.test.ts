import { expect, test } from 'vitest';
import { projectSchema } from '../../src/config/project.ts';
import { TurnLost } from '../../src/fetch/fetch.ts';
import { openSqliteLedger } from '../../src/ledger/sqlite.ts';
import type { Leased, PageUrl } from '../../src/records.ts';
import { Attempt, type FetchParts } from '../../src/run/attempt.ts';
import { LocalBudget } from '../../src/run/budget.ts';
import { LocalHostHealth } from '../../src/run/host-health.ts';
import { retry } from '../../src/run/retry.ts';
import { type CrawlerRules, discover } from '../../src/run/rules.ts';
import { NOON, pageOutcome, RUN } from '../contracts/ledger-entry.ts';

const url = 'https://example.org/1' as PageUrl;
const leased: Leased = { ...discover('example.org', url, { role: 'page', via: 'seed', depth: 0 }), attempt: 0, deaths: 0 };

test('a turn that is over puts nothing on record, and what was paid for it is given back', async () => {
  const ledger = await openSqliteLedger(':memory:');
  const budget = new LocalBudget(new Map([['example.org', { depth: 9, pages: 1, bytes: 1000 }]]));
  const recorded: string[] = [];
  const parts = { run: RUN, ledger, budget, stamp: () => NOON, recorded: ({ url }) => recorded.push(url) } as Partial<FetchParts>;
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

test('a host that asks to be left alone for a while is left alone once, and has the pace that it had', async () => {
  const ledger = await openSqliteLedger(':memory:');
  const parts = {
    run: RUN,
    config: projectSchema.parse({}),
    ledger,
    health: new LocalHostHealth(),
    random: () => 0,
    clock: () => NOON,
    stamp: () => NOON,
    recorded: () => undefined,
  } as unknown as FetchParts;
  const attempt = new Attempt(parts, leased, {} as CrawlerRules, () => true);
  attempt.owes(1000);
  const ending = await retry(attempt, 'http-429', 'too many', { asked: 3_600_000, host: true, spendsAttempt: false });
  expect(ending).toMatchObject({ restMs: 1000, retryAt: NOON + 3_600_000 });
  expect(Math.round((ending.waitMs ?? 0) / 60_000)).toBe(60);
  await ledger.close();
});
