import type { Command } from 'commander';
import { loadConfig } from '../config/load.ts';
import { fileSize } from '../corpus/figures.ts';
import type { OutcomeCounts } from '../ledger/ledger.ts';
import type { WorkerState } from '../run/fleet/registry.ts';
import type { FleetStatus } from '../run/fleet/status.ts';
import { type OpenRun, type Status, statusOf } from '../run/status.ts';
import { printable } from '../text/printable.ts';
import { engineOption, withEngine } from './engine.ts';
import { ExitCode } from './exit-codes.ts';
import { figure, secondsText } from './progress/figures.ts';

interface StatusFlags {
  readonly project: string;
  readonly json?: boolean;
  readonly engine?: string;
}

export function addStatus(command: Command): void {
  command
    .addOption(engineOption())
    .option('--json', 'the same as JSON on stdout')
    .action(async () => {
      const flags = command.optsWithGlobals<StatusFlags>();
      const config = withEngine(loadConfig(flags.project, process.env), flags.engine);
      const status = await statusOf(config);
      if (flags.json === true) process.stdout.write(`${JSON.stringify(status)}\n`);
      else
        process.stdout.write(
          `${(status === null ? [`Nothing here yet: \`garner crawl\` begins.`] : statusLines(status)).map(printable).join('\n')}\n`,
        );
      if (status !== null && status.faults.length > 0) process.exitCode = ExitCode.storage;
    });
}

export function statusLines(status: Status): readonly string[] {
  const { at, storage, working, open, lastRun, archive, databases, disk, corpora, faults, fleet } = status;
  return [
    ...(working.length === 0 ? [`${storage}: no command is at work`] : []),
    ...working.map(({ command, pid, since }) => `${storage}: garner ${command} is at work (process ${pid}, since ${since})`),
    ...(fleet === null ? [] : fleetLines(fleet, at)),
    ...open.flatMap((run) =>
      runLines(
        run,
        at,
        working.some(({ command }) => command === 'crawl'),
      ),
    ),
    ...(lastRun === null ? [] : [`last run   ${lastRun.run}, ${ago(at - (lastRun.endedAt ?? at))} ago: ${lastRun.crawlers.join(', ')}`]),
    `archive    ${fileSize(archive.bytes)} in ${figure(archive.segments)} ${archive.segments === 1 ? 'segment' : 'segments'}${disk.quota === null ? '' : `, of ${fileSize(disk.quota)}`}`,
    `databases  ledger ${fileSize(databases.ledger)}, frontier ${fileSize(databases.frontier)}, refined results ${fileSize(databases.refined)}`,
    `disk       ${fileSize(disk.free)} free; a crawl leaves ${fileSize(disk.reserve)}${disk.free < disk.reserve ? ': it will fetch nothing until there is room' : ''}`,
    ...corpora.map(
      ({ name, generation, createdAt, kept, captured, bytes }) =>
        `corpus     ${name}: generation ${generation} of ${createdAt.slice(0, 10)}, ${figure(kept)} of ${figure(captured)} captures, ${fileSize(bytes)}`,
    ),
    ...faults.map((fault) => `damaged    ${fault.replaceAll('\n', ' ')}`),
    ...(corpora.length + faults.length === 0 ? ['corpus     none yet: `garner build` makes one'] : []),
  ];
}

function fleetLines({ redis, trouble, memory, workers, runs, refine }: FleetStatus, at: number): readonly string[] {
  if (trouble !== null) return [`fleet      ${trouble}`];
  const used = memory === null ? '' : `, ${Math.round(memory * 100)} % of its memory in use`;
  const unread = refine.failed > 0 ? `, ${figure(refine.failed)} could not be` : '';
  const count = workers.length === 1 ? '1 worker' : `${figure(workers.length)} workers`;
  return [
    `fleet      ${count} over ${redis}${used}; ${figure(refine.waiting)} pages to read${unread}`,
    ...workers.map((worker) => `           ${workerText(worker, at)}`),
    ...runs
      .filter(({ state, coordinator }) => state === 'paused' || coordinator === null)
      .map(
        ({ run, state }) =>
          `           ${run} ${state === 'paused' ? 'was interrupted' : 'has nobody who coordinates it'}: \`garner crawl\` goes on with it`,
      ),
  ];
}

function workerText({ name, roles, startedAt, fetching, refining, refused, address }: WorkerState, at: number): string {
  return [
    `${name} (${roles.join(', ')}), for ${ago(at - startedAt)}: ${figure(fetching)} requests, ${figure(refining)} pages being read`,
    ...(refused.length > 0 ? [`leaves alone ${refused.join(', ')}, which go by another configuration`] : []),
    ...(address === null ? [] : [address]),
  ].join('; ');
}

function runLines({ run, crawlers, startedAt, outcomes, frontier, hosts }: OpenRun, at: number, isLive: boolean): readonly string[] {
  const { discovered, queued, leased } = frontier ?? { discovered: 0, queued: 0, leased: 0 };
  return [
    `run        ${run}, begun ${ago(at - startedAt)} ago: ${crawlers.join(', ')}${isLive ? '' : '; interrupted, the same command goes on'}`,
    `           ${figure(discovered)} discovered, ${figure(queued)} waiting, ${figure(leased)} under way; ${countsText(outcomes)}`,
    ...hosts.map(({ key, queued: own, nextAt, isLeased }) => {
      const turn = isLeased ? 'now' : nextAt <= at ? 'due' : `in ${secondsText(nextAt - at)}`;
      return `           ${turn.padStart(10)}  ${key}, ${figure(own)} waiting`;
    }),
  ];
}

const countsText = (outcomes: OutcomeCounts): string =>
  Object.entries(outcomes)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 5)
    .map(([name, count]) => `${figure(count)} ${name}`)
    .join(', ') || 'nothing fetched yet';

/** `3 min`, `2 h`, `5 days`. */
export function ago(ms: number): string {
  const [minutes, hours, days] = [ms / 60_000, ms / 3_600_000, ms / 86_400_000];
  if (minutes < 1) return `${Math.max(0, Math.round(ms / 1000))} s`;
  if (hours < 1) return `${Math.round(minutes)} min`;
  return days < 2 ? `${Math.round(hours)} h` : `${Math.round(days)} days`;
}
