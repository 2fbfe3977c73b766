import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Frontier } from '../../src/frontier/frontier.ts';
import { splitFrontier } from '../../src/frontier/split.ts';
import { openSqliteFrontier } from '../../src/frontier/sqlite.ts';
import type { Discovery } from '../../src/records.ts';
import { discovery } from '../contracts/discovery.ts';
import { frontierContract, type FrontierTerms } from '../contracts/frontier.ts';

const folders: string[] = [];

const fresh = () => {
  const folder = mkdtempSync(join(tmpdir(), 'garner-split-'));
  folders.push(folder);
  return (terms: FrontierTerms, takes = [true, true], needsBrowser: (found: Discovery) => boolean = () => true): Promise<Frontier> => {
    const open = (crawl: string): Promise<Frontier> => openSqliteFrontier(join(folder, 'frontier.db'), { ...terms, crawl });
    return Promise.all([open(terms.crawl), open(`${terms.crawl}/browser`)]).then(([plain, browser]) =>
      splitFrontier({ plain, browser, needsBrowser, takes: { plain: () => takes[0] === true, browser: () => takes[1] === true } }),
    );
  };
};

async function cleanUp(): Promise<void> {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

// All URLs in the part that a contract would not see if the other one were asked alone.
frontierContract('A split frontier', { fresh, cleanUp, runs: 10 });

test('a host has one lease, one clock and one place for both parts', async () => {
  const open = fresh();
  const terms = { crawl: 'run', leaseMs: 1000 };
  const isSlow = ({ url }: Discovery): boolean => url.endsWith('slow');
  const fetcher = await open(terms, [true, false], isSlow);
  const renderer = await open(terms, [false, true], isSlow);
  await fetcher.add([discovery('a', 'slow'), discovery('a', 'fast'), discovery('b', 'slow')]);
  expect(await fetcher.counts()).toMatchObject({ discovered: 3, queued: 3 });

  const fast = await fetcher.next(0);
  expect(fast?.urls.map(({ url }) => url)).toEqual(['https://a.test/fast']);
  // The host is visited, so that only the other one can be rendered.
  const slow = await renderer.next(0);
  expect(slow?.key).toBe('b.test');
  expect(await renderer.next(0)).toBeNull();
  expect(await fetcher.next(0)).toBeNull();
  expect(await fetcher.settle(fast!, { url: fast!.urls[0]!.url, restMs: 500 }, 100)).toBe(true);
  expect([await renderer.next(599), (await renderer.next(600))?.key]).toEqual([null, 'a.test']);
  expect(await fetcher.wakeAt()).toBeNull();
  expect((await fetcher.hosts(10)).map(({ key, queued, isLeased }) => [key, queued, isLeased])).toEqual([
    ['b.test', 1, true],
    ['a.test', 1, true],
  ]);
  await Promise.all([fetcher.close(), renderer.close()]);
  await cleanUp();
});
