import { expect, test } from 'vitest';
import { TurnLost } from '../../src/fetch/fetch.ts';
import { createLoop } from '../../src/fetch/loop.ts';
import { VisitQueue } from '../../src/fetch/visit-queue.ts';
import { openSqliteFrontier } from '../../src/frontier/sqlite.ts';
import type { PageUrl } from '../../src/records.ts';
import { discover } from '../../src/run/rules.ts';

test('a URL whose turn was lost comes again, though its lease was alive', async () => {
  const frontier = await openSqliteFrontier(':memory:', { crawl: 'run', leaseMs: 200 });
  await frontier.add(
    ['http://a.test/1', 'http://b.test/1'].map((url) => discover('c', url as PageUrl, { role: 'page', via: 'seed', depth: 0 })),
  );
  const handled: string[] = [];
  const loop = await createLoop({
    queue: new VisitQueue(frontier, Date.now),
    concurrency: 2,
    handle: async ({ url }) => {
      handled.push(url);
      if (url === 'http://a.test/1' && handled.indexOf(url) === handled.length - 1) throw new TurnLost();
      return { restMs: 0 };
    },
    room: async () => undefined,
    busy: () => false,
  });
  await loop.run();
  expect(handled).toEqual(['http://a.test/1', 'http://b.test/1', 'http://a.test/1']);
  expect(await frontier.counts()).toMatchObject({ queued: 0, leased: 0, settled: 2 });
  await frontier.close();
});
