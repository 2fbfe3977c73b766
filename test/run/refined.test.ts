import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkConfig } from '../../src/config/load.ts';
import type { Config } from '../../src/config/config.ts';
import { type Focus, focusOf, topicSchema } from '../../src/config/topic.ts';
import type { Standing } from '../../src/ledger/ledger.ts';
import { createRefinePool, type RefinePool } from '../../src/refine/pool.ts';
import { openStaging, type Staging } from '../../src/refine/staging.ts';
import { readingOf, refined } from '../../src/run/refined.ts';
import { withCrawler, crawlerFor } from '../../src/run/ad-hoc-crawler.ts';
import { article, inputOf } from '../refine/inputs.ts';
import { makeProject, type Project } from '../cli/project.ts';

let project: Project;
let config: Config;
let pool: RefinePool;
let staging: Staging;
let reads = 0;

beforeAll(async () => {
  project = await makeProject({ settings: { rights: 'strict' } });
  const loaded = checkConfig(project.folder, {}).config!;
  const { capture } = inputOf('');
  config = withCrawler(loaded, crawlerFor(loaded, capture.url));
  pool = createRefinePool({ workers: 1, deadlineMs: 20_000, memoryBytes: 512 * 2 ** 20 });
  staging = await openStaging(':memory:');
});
afterAll(async () => {
  await Promise.all([pool.close(), staging.close(), project.dispose()]);
});

const until = '<meta name="robots" content="unavailable_after: 2025-06-01T00:00:00Z">';
const licence = '<link rel="license" href="https://creativecommons.org/licenses/by/4.0/">';

/** What a page comes to, and how often its body was read for that. */
async function outcome(page: Partial<Standing> = {}, focus?: Focus): Promise<[string, number]> {
  const { capture, body, robots } = inputOf(article(until + licence));
  const location = { segment: '', offset: 0, length: 0 };
  const before = reads;
  const { step } = await refined(
    { config, staging, pool, ledger: { get: async () => null } },
    readingOf(config, 'example.org'),
    { capture, location, robots, ...page },
    () => {
      reads += 1;
      return body;
    },
    focus,
  );
  return [step.kept ? 'kept' : step.drop.rule, reads - before];
}

test('an unchanged page is refined again only when something new is said about it', async () => {
  const { capture } = inputOf('');
  const header = (name: string, value: string): Partial<Standing> => ({
    capture: { ...capture, headers: [...capture.headers, [name, value]] },
  });
  // The strict profile asks for a grant, which a licence is not yet: what counts here is what changes.
  const [first] = await outcome();
  expect(await outcome()).toEqual([first, 0]);
  expect(await outcome({ checkedAt: Date.UTC(2025, 3, 1), ...header('Date', 'Tue, 01 Apr 2025 00:00:00 GMT') })).toEqual([first, 0]);
  const heardOn = (day: number, checked = day): Partial<Standing> => ({
    heardAt: Date.UTC(2025, 3, day),
    checkedAt: Date.UTC(2025, 3, checked),
  });
  expect(await outcome({ ...heardOn(2), robots: 'sha256:77' })).toEqual([first, 1]);
  expect(await outcome({ ...heardOn(3), ...header('X-Robots-Tag', 'noai') })).toEqual(['noai', 1]);
  expect(await outcome({ ...heardOn(3), ...header('X-Robots-Tag', 'noai') })).toEqual(['noai', 0]);
  expect(await outcome({ ...heardOn(3, 9), ...header('X-Robots-Tag', 'noai') })).toEqual(['noai', 0]);
  expect(await outcome({ checkedAt: Date.UTC(2025, 6, 1) })).toEqual(['unavailable-after', 1]);
  expect(await outcome({ checkedAt: Date.UTC(2025, 6, 1) })).toEqual(['unavailable-after', 0]);
});

test('a focused crawl refines again what was staged without its topic, and leaves what serves all others', async () => {
  const focused = (word: string): Focus =>
    focusOf({ name: 'any', ...topicSchema.parse({ title: 'Any', crawlers: ['any'], terms: { en: { [word]: 1 } } }) })!;
  const [first] = await outcome();
  expect(await outcome({}, focused('bin'))).toEqual([first, 1]);
  expect(await outcome({}, focused('bin'))).toEqual([first, 0]);
  expect(await outcome()).toEqual([first, 0]);
  expect(await outcome({}, focused('caddy'))).toEqual([first, 1]);
  expect(await outcome()).toEqual([first, 0]);
});
