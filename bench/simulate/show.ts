import type { Costs } from './calibrate.ts';
import type { Figures } from './figures.ts';
import type { Fleet } from './fleet.ts';
import type { VirtualFrontier } from './frontier.ts';
import { serverOf } from './server.ts';

interface Shown {
  readonly fleet: Fleet;
  readonly figures: Figures;
  readonly frontier: VirtualFrontier;
  readonly costs: Costs;
  readonly minutes: number;
  /** In which minute a server went away; beyond the last one when none did. */
  readonly dies: number;
  /** That the simulation took. */
  readonly seconds: number;
}

const count = (n: number): string => Math.round(n).toLocaleString('en');
const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 2 : 0)} %`;
const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`;

/** Says how a simulated fleet fared. */
export function showFleet(shown: Shown): void {
  const { fleet, figures, minutes, seconds } = shown;
  console.log(`${count(figures.hosts)} hosts for ${count(minutes)} min, simulated in ${count(seconds)} s`);
  console.log(
    `  ${count(figures.rate(0, minutes))} requests/s, ${percent(figures.utilisation(0, minutes))} of what the rules allow; early ${fleet.early}`,
  );
  for (let part = 0; part < 4; part += 1) {
    const [from, to] = [Math.floor((part * minutes) / 4), Math.floor(((part + 1) * minutes) / 4)];
    if (to > from) console.log(`    min ${from} to ${to}: ${count(figures.rate(from, to))}/s, ${percent(figures.utilisation(from, to))}`);
  }
  for (const { pages, hosts, share, median } of figures.reached()) {
    const half = median === null ? 'half of them not yet' : `half of them within ${median} min`;
    console.log(`  first ${pages} of the ${count(hosts)} hosts that have them: ${percent(share)}, ${half}`);
  }
  showServers(shown);
  showLoss(shown);
}

function showServers({ fleet, frontier, costs, minutes }: Shown): void {
  const servers = fleet.servers.map(({ busyMs }) => ({ cpu: busyMs / (minutes * 60_000), hosts: 0, bytes: 0, partitions: 0 }));
  for (const part of frontier.parts) {
    const server = servers[serverOf(String(part), servers.length)];
    if (server !== undefined) server.partitions += 1;
  }
  for (const [host, part] of frontier.partition.entries()) {
    const server = servers[serverOf(String(part), servers.length)];
    if (server === undefined) continue;
    const [done, waiting] = [fleet.pages[host] ?? 0, frontier.fresh[host] ?? 0];
    server.hosts += 1;
    server.bytes += costs.hostBytes + (done > 0 ? costs.clockBytes : 0) + costs.waitingBytes * waiting + costs.seenBytes * done;
  }
  const skew = (of: (server: (typeof servers)[number]) => number): string =>
    (Math.max(...servers.map(of)) / (servers.reduce((sum, server) => sum + of(server), 0) / servers.length)).toFixed(2);
  console.log(
    `  ${servers.length} instances, ${count(fleet.urls)} URLs known; the fullest against the mean: CPU ${skew(({ cpu }) => cpu)}, hosts ${skew((s) => s.hosts)}`,
  );
  for (const [n, { cpu, hosts, bytes, partitions }] of servers.entries())
    console.log(
      `    ${String(n).padStart(3)}  CPU ${percent(cpu).padStart(6)}  ${gigabytes(bytes)}  ${count(hosts)} hosts in ${partitions} partitions`,
    );
}

function showLoss({ figures, minutes, dies }: Shown): void {
  if (dies >= minutes) return;
  const around = Array.from({ length: 5 }, (_, n) => dies - 1 + n).filter((minute) => minute >= 0 && minute < minutes);
  const rates = around.map((minute) => count(figures.rate(minute, minute + 1)));
  console.log(
    `  an instance away in minute ${dies}: ${rates.join(', ')} requests/s from minute ${around[0]} on; ${count(figures.losses)} pages fetched twice`,
  );
}
