/**
 * How a fleet gets faster with its workers: 1, 2 and 4 of them on one web, each with the same number of connections, every answer taking the same time.
 *
 *   npm run bench -- workers [--workers 1,2,4] [--connections 8] [--service 400] [--hosts 300] [--seconds 30]
 *
 * The web and Redis are on the same machine: connections and service time are so that its processors are not what limits. Then a worker can make
 * connections ÷ service time requests a second, which is what `possible` is. Pages are read by one more worker. Exit code 1 when two make less than
 * 1.9 times, or four less than 3.6 times, what one makes.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { makeProject } from '../test/cli/project.ts';
import { startRedis } from '../test/redis/server.ts';

const { values } = parseArgs({
  options: {
    workers: { type: 'string', default: '1,2,4' },
    connections: { type: 'string', default: '8' },
    service: { type: 'string', default: '400' },
    hosts: { type: 'string', default: '300' },
    seconds: { type: 'string', default: '30' },
  },
});
const [connections, serviceMs, hosts, seconds] = [values.connections, values.service, values.hosts, values.seconds].map(Number) as [
  number,
  number,
  number,
  number,
];
/** Times what one worker makes. */
const WANTED = new Map([
  [2, 1.9],
  [4, 3.6],
]);
const PAGES = 100;
/** Before it counts, all connections have been in use, and for so long. */
const WARM_MS = 5000;
const names = Array.from({ length: hosts }, (_, n) => `h${n}.test`);

interface Made {
  readonly perSecond: number;
  /** The part of the machine's processors that was at work, for whatever. */
  readonly cpu: number;
}

async function made(workers: number): Promise<Made> {
  const server = fork(new URL('workers/slow-hosts.ts', import.meta.url), [String(PAGES), values.service]);
  const heard = async <Message>(): Promise<Message> => ((await once(server, 'message')) as [Message])[0];
  const { port } = await heard<{ port: number }>();
  const redis = await startRedis();
  const project = await makeProject({
    settings: {
      engine: 'redis',
      redis: { url: redis.url },
      network: { connectTo: { '*.test': `127.0.0.1:${port}` }, perAddress: 100_000 },
      crawl: { concurrency: connections, delay: '0ms' },
      refine: { workers: 1 },
      disk: { reserve: '0B' },
    },
    crawlers: {
      'h0.test': { seeds: names.map((name) => `http://${name}/`), scope: { hosts: ['*.test'] }, sitemaps: false, limits: { pages: 1e6 } },
    },
  });
  const served = (): Promise<{ readonly answered: number; readonly underWay: number }> => {
    server.send('count');
    return heard();
  };
  try {
    const fetching = Array.from({ length: workers }, () => project.start('work', '--role', 'fetch'));
    const reading = project.start('work', '--role', 'refine');
    const crawl = project.start('crawl');
    while ((await served()).underWay < workers * connections) await sleep(50);
    await sleep(WARM_MS);
    const [from, busy, began] = [await served(), processorTime(), performance.now()];
    await sleep(seconds * 1000);
    const [to, busier, ended] = [await served(), processorTime(), performance.now()];
    for (const { child } of [crawl, ...fetching, reading]) child.kill('SIGKILL');
    return {
      perSecond: ((to.answered - from.answered) * 1000) / (ended - began),
      cpu: (busier.busy - busy.busy) / (busier.all - busy.all),
    };
  } finally {
    await project.dispose();
    await redis.close();
    server.disconnect();
  }
}

function processorTime(): { readonly busy: number; readonly all: number } {
  const times = cpus().map(({ times: { idle, ...others } }) => ({ idle, busy: Object.values(others).reduce((sum, ms) => sum + ms, 0) }));
  const busy = times.reduce((sum, each) => sum + each.busy, 0);
  return { busy, all: times.reduce((sum, each) => sum + each.idle, busy) };
}

console.log(`${hosts} hosts, ${connections} connections a worker, ${serviceMs} ms an answer, ${seconds} s`);
let alone: number | null = null;
for (const workers of values.workers.split(',').map(Number)) {
  const { perSecond, cpu } = await made(workers);
  const possible = (workers * connections * 1000) / serviceMs;
  alone ??= perSecond / workers;
  const times = perSecond / alone;
  const share = `${((100 * perSecond) / possible).toFixed(0)} % of what is possible`;
  console.log(
    `${workers} workers  ${perSecond.toFixed(1).padStart(6)} requests/s, ${times.toFixed(2)} times one; ${share}; processors ${(100 * cpu).toFixed(0)} % busy`,
  );
  if (times < (WANTED.get(workers) ?? 0)) process.exitCode = 1;
}
process.exit();
