import { expect, test } from 'vitest';
import { restAfter } from '../../src/run/rest.ts';

const heritrix = { delayMs: 3000, factor: 5, upToMs: 30_000 };

test.each([
  ['a quick host rests for the delay', heritrix, 0, 100, 3000],
  ['a slow one for as many times what it took', heritrix, 0, 1200.5, 6003],
  ['and for no longer than is set', heritrix, 0, 20_000, 30_000],
  ['a Crawl-delay is never undercut', heritrix, 45_000, 1200, 45_000],
  ['nor does it shorten a rest', heritrix, 1000, 2000, 10_000],
  ['no delay is no rest, however slow the host', { ...heritrix, delayMs: 0 }, 0, 9000, 0],
  ['but for what robots.txt asks', { ...heritrix, delayMs: 0 }, 500, 9000, 500],
  ['a factor of 0 leaves the delay as it is', { ...heritrix, factor: 0 }, 0, 9000, 3000],
] as const)('%s', (_, pacing, crawlDelayMs, tookMs, restMs) => {
  expect(restAfter(pacing, crawlDelayMs, tookMs)).toBe(restMs);
});
