/**
 * The politeness audit: a crawl of a synthetic web that logs every request, judged by the rules alone.
 *
 *   npm run bench -- polite [--hosts 200] [--seconds 60] [--delay 1000] [--factor 5] [--engine embedded|redis] [--workers 3]
 *
 * Hosts ask for Crawl-delays, are slow, answer 429, 500 and 503 with and without Retry-After, and share domains and addresses. `early` and
 * `concurrent` must be 0; `made` is what the rules allow but for what the machine takes.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { makeProject } from '../test/cli/project.ts';
import { audit } from '../test/polite/audit.ts';
import { politeHosts } from '../test/polite/hosts.ts';
import { dialled, type Visit } from '../test/polite/polite-web.ts';
import { startRedis } from '../test/redis/server.ts';

const { values } = parseArgs({
  options: {
    hosts: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '60' },
    delay: { type: 'string', default: '1000' },
    factor: { type: 'string', default: '5' },
    engine: { type: 'string', default: 'embedded' },
    workers: { type: 'string', default: '3' },
  },
});
const hosts = politeHosts(Number(values.hosts));
const rules = {
  delay: Number(values.delay),
  factor: Number(values.factor),
  upTo: 30_000,
  backoff: 2000,
  perAddress: 8,
  crowded: '127.0.1.0',
};

const server = fork(new URL('polite/polite-hosts.ts', import.meta.url), [values.hosts]);
const heard = async <Message>(): Promise<Message> => ((await once(server, 'message')) as [Message])[0];
const { port } = await heard<{ port: number }>();
const redis = values.engine === 'redis' ? await startRedis() : null;
const project = await makeProject({
  settings: {
    network: { connectTo: dialled(hosts, port), perAddress: rules.perAddress },
    crawl: { delay: `${rules.delay}ms`, adapt: { factor: rules.factor, upTo: `${rules.upTo}ms` }, backoff: `${rules.backoff}ms` },
    refine: { workers: 1 },
    disk: { reserve: '0B' },
    ...(redis !== null && { engine: 'redis', redis: { url: redis.url } }),
  },
  crawlers: Object.fromEntries(hosts.map(({ name }) => [name, { seeds: [`http://${name}/`], sitemaps: false }])),
});
try {
  const workers = redis === null ? [] : Array.from({ length: Number(values.workers) }, () => project.start('work', '--role', 'fetch'));
  const reader = redis === null ? [] : [project.start('work', '--role', 'refine')];
  const crawl = project.start('crawl');
  const log = async (): Promise<readonly Visit[]> => {
    server.send('log');
    return (await heard<{ visits: readonly Visit[] }>()).visits;
  };
  // Time counts from the first request on.
  while ((await log()).length === 0) await sleep(500);
  await sleep(Number(values.seconds) * 1000);
  const visits = await log();
  for (const { child } of [crawl, ...workers, ...reader]) child.kill('SIGKILL');
  const from = Math.min(...visits.map(({ begin }) => begin));
  const found = audit(visits, rules, from, Math.min(from + Number(values.seconds) * 1000, Math.max(...visits.map(({ end }) => end))));
  console.log(
    `${values.engine}, ${found.hosts} of ${hosts.length} hosts (${found.keys} keys), ${values.seconds} s, ${found.visits} requests`,
  );
  console.log(`early       ${found.early}`);
  console.log(`concurrent  ${found.concurrent}`);
  const rests = Object.entries(found.demanded).map(([rule, count]) => `${count} ${rule}`);
  console.log(`rests       ${rests.join(', ')}`);
  console.log(`rate        ${found.made} of ${found.allowed} that the rules allow: ${((100 * found.made) / found.allowed).toFixed(1)} %`);
  console.log(`one address ${found.busiestSecond} requests in the busiest second; ${2 * rules.perAddress} are allowed`);
  if (found.early + found.concurrent > 0) process.exitCode = 1;
} finally {
  await project.dispose();
  await redis?.close();
  server.disconnect();
}
