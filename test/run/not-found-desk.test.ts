import { expect, onTestFinished, test } from 'vitest';
import { projectSchema } from '../../src/config/project.ts';
import { createHttpClient } from '../../src/fetch/client.ts';
import { openSqliteLedger } from '../../src/ledger/sqlite.ts';
import type { PageUrl } from '../../src/records.ts';
import { NotFoundDesk } from '../../src/run/not-found-desk.ts';
import { RobotsDesk } from '../../src/run/robots-desk.ts';
import { failure } from '../web/page.ts';
import { robotsTxt, SiteMaker } from '../web/site-maker.ts';
import { serveSites } from '../web/web.ts';

const DAY_MS = 24 * 3_600_000;
const url = 'http://busy.test/page' as PageUrl;

test('asks for one thing in a turn: robots.txt, if that has run out, and then what cannot exist', async () => {
  const site = new SiteMaker('busy.test');
  site.serve('/robots.txt', robotsTxt('User-agent: *', 'Allow: /'));
  site.beyond(() => ({ ...failure(503, 'Busy'), headers: [['Retry-After', '7']] }));
  const web = await serveSites([site.done()]);
  const config = projectSchema.parse({ network: { connectTo: { '*.test': `127.0.0.1:${web.port}` } } });
  const client = createHttpClient(config);
  const facts = await openSqliteLedger(':memory:');
  onTestFinished(async () => {
    await Promise.all([client.close(), facts.close()]);
    await web.close();
  });
  let now = Date.UTC(2026, 10, 24);
  const robots = new RobotsDesk({ config, client, facts, clock: () => now });
  const desk = new NotFoundDesk({ client, facts, robots, clock: () => now });
  expect(await robots.ask(url)).toMatchObject({ contacted: true, verdict: 'allow' });
  expect(await desk.ask(url)).toMatchObject({ contacted: false });
  expect(await desk.known(url)).toBeNull();
  now += DAY_MS;
  expect(await desk.ask(url)).toMatchObject({ contacted: true, busy: null });
  expect(web.hits.map(({ path }) => path)).toEqual(['/robots.txt', '/robots.txt']);
  expect(await desk.ask(url)).toMatchObject({ contacted: true, asksMs: 7000, busy: 'http-503' });
  expect(await desk.ask(url)).toMatchObject({ contacted: false });
  expect(await desk.known(url)).toMatchObject({ pretends: null, because: 'the server answered 503' });
  expect(web.hits).toHaveLength(3);
});
