import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHttpClient } from '../../../src/fetch/client.ts';
import { openSqliteLedger } from '../../../src/ledger/sqlite.ts';
import { askHost } from '../../../src/run/import/ask-host.ts';
import { configOf } from '../../config/config-of.ts';
import { redirect, text } from '../../web/page.ts';
import { robotsTxt, SiteMaker } from '../../web/site-maker.ts';
import { serveSites, type Web } from '../../web/web.ts';

const DELAY_MS = 300;
let web: Web;

beforeAll(async () => {
  const handbook = new SiteMaker('handbook.test');
  handbook.serve(
    '/robots.txt',
    robotsTxt('License: http://terms.handbook.test/rsl.xml', 'License: http://elsewhere.test/moved.xml', 'User-agent: *', 'Disallow:'),
  );
  handbook.serve('/late.xml', text('<rsl/>'));
  const terms = new SiteMaker('terms.handbook.test');
  terms.serve('/robots.txt', robotsTxt('User-agent: *', 'Disallow:'));
  terms.serve('/rsl.xml', text('<rsl/>'));
  const elsewhere = new SiteMaker('elsewhere.test');
  elsewhere.serve('/moved.xml', redirect(301, 'http://handbook.test/late.xml'));
  web = await serveSites([handbook.done(), terms.done(), elsewhere.done()]);
});
afterAll(() => web.close());

test('a host of several names, and one with terms, rest between all requests to them', async () => {
  const config = configOf({ crawl: { delay: `${DELAY_MS}ms` }, network: { connectTo: { '*.test': `127.0.0.1:${web.port}` } } });
  const client = createHttpClient(config);
  const ledger = await openSqliteLedger(':memory:');
  expect(await askHost(config, { client, ledger }, 'http://handbook.test/docs/')).toHaveProperty('hostFiles');
  await Promise.all([client.close(), ledger.close()]);
  const own = web.hits.filter(({ host }) => host.endsWith('handbook.test'));
  expect(own.map(({ url }) => url)).toEqual([
    'http://handbook.test/robots.txt',
    'http://handbook.test/.well-known/tdmrep.json',
    'http://handbook.test/ai.txt',
    'http://terms.handbook.test/robots.txt',
    'http://terms.handbook.test/rsl.xml',
    'http://handbook.test/late.xml',
  ]);
  const others = web.hits.filter(({ host }) => host === 'elsewhere.test');
  expect(others.map(({ url }) => url)).toEqual(['http://elsewhere.test/robots.txt', 'http://elsewhere.test/moved.xml']);
  const rests = [own, others].flatMap((hits) => hits.slice(1).map(({ at }, n) => at - hits[n]!.at));
  expect(rests.filter((rest) => rest < DELAY_MS - 1)).toEqual([]);
});
