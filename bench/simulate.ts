/**
 * A fleet over a synthetic web in virtual time, and what stops it from going faster:
 *
 *   npm run bench -- simulate [--hosts 10000000] [--instances 16] [--hours 1] [--seed 1] [--workers 64] [--connections 128]
 *                             [--partitions 64] [--daily PAGES] [--dies MINUTE] [--calibrate 100000] [--costs FILE]
 *
 * First the frontier's scripts, and what else a fleet asks of Redis for a page, are measured on a private Redis that holds `--calibrate` hosts: CPU of
 * its main thread, and bytes. Then as many hosts as are wanted are visited by the rules that the engines decide by (`src/frontier/clock.ts`,
 * `src/frontier/redis/partitions.ts`, `src/run/rest.ts`, `retry.ts`, `host-health.ts`, `daily.ts`), each ask costing its server what was measured.
 * Workers cost nothing here, so that figures are what Redis and politeness allow. `--instances` share the slots of a cluster. One of them is away for a
 * minute from `--dies` on (default: half-way). `--costs` keeps what was measured in a file, and takes it from there the next time.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { partitionOf } from '../src/frontier/redis/partitions.ts';
import { chanceOf } from '../test/web/chance.ts';
import { calibrate, type Costs } from './simulate/calibrate.ts';
import { Figures } from './simulate/figures.ts';
import { Fleet, MANNERS } from './simulate/fleet.ts';
import { keyOf, VirtualFrontier } from './simulate/frontier.ts';
import { showFleet } from './simulate/show.ts';

const { values } = parseArgs({
  options: {
    hosts: { type: 'string', default: '10000000' },
    instances: { type: 'string', default: '16' },
    hours: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: '64' },
    connections: { type: 'string', default: '128' },
    partitions: { type: 'string', default: '64' },
    daily: { type: 'string', default: 'Infinity' },
    dies: { type: 'string' },
    calibrate: { type: 'string', default: '100000' },
    costs: { type: 'string' },
  },
});
const [hosts, servers, seed, partitions] = [values.hosts, values.instances, values.seed, values.partitions].map(Number) as [
  number,
  number,
  number,
  number,
];
const minutes = Math.ceil(Number(values.hours) * 60);
const dies = Number(values.dies ?? Math.floor(minutes / 2));
const MINUTE = 60_000;

async function costsNow(): Promise<Costs> {
  if (values.costs !== undefined && existsSync(values.costs)) return JSON.parse(readFileSync(values.costs, 'utf8')) as Costs;
  const measured = await calibrate(Number(values.calibrate));
  if (values.costs !== undefined) writeFileSync(values.costs, JSON.stringify(measured, null, 2));
  return measured;
}

const micro = (ms: number): string => `${(1000 * ms).toFixed(0)} µs`;
const costs = await costsNow();
console.log(`A Redis of ${Number(values.calibrate).toLocaleString('en')} hosts, CPU of its main thread:`);
console.log(`  whose turn ${micro(costs.look)}, claim ${micro(costs.claim)}, settle ${micro(costs.settle)}`);
console.log(`  add ${micro(costs.addCall)} a call, ${micro(costs.addKnown)} a known URL, ${micro(costs.addNew)} a new one`);
console.log(`  a page's counts ${micro(costs.run)}, its job ${micro(costs.job)}`);
console.log(
  `  ${costs.hostBytes.toFixed(0)} bytes a host with one URL, ${costs.clockBytes.toFixed(0)} more once visited; ` +
    `${costs.waitingBytes.toFixed(1)} a URL that waits, ${costs.seenBytes.toFixed(1)} one that is done`,
);

const began = performance.now();
const chance = chanceOf(seed);
const random = (): number => chance.next();
const frontier = new VirtualFrontier({
  hosts,
  partitions,
  leaseMs: MANNERS.leaseMs,
  partitionOf: (host) => partitionOf(keyOf(host), partitions),
  random,
});
const figures = new Figures(hosts, minutes, seed);
const fleet = new Fleet(frontier, figures, {
  hosts,
  servers,
  workers: Number(values.workers),
  connections: Number(values.connections),
  partitions,
  seed,
  random,
  costs,
  daily: Number(values.daily),
  dies: dies < minutes ? { at: dies * MINUTE, forMs: MINUTE } : null,
});
for (let minute = 1; minute <= minutes; minute += 1) {
  fleet.run(minute * MINUTE);
  figures.minute();
}
showFleet({ fleet, figures, frontier, costs, minutes, dies, seconds: (performance.now() - began) / 1000 });
process.exit();
