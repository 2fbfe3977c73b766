import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { Option } from 'commander';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { findBrowser } from '../render/find-browser.ts';
import { openEndpoint } from '../run/fleet/endpoint.ts';
import { type FleetEngines, openFleetEngines } from '../run/fleet/engines.ts';
import { fleetFigures } from '../run/fleet/figures.ts';
import { createMetrics } from '../run/fleet/metrics.ts';
import type { WorkerRole, WorkerState } from '../run/fleet/registry.ts';
import { work } from '../run/fleet/work.ts';
import { OtherWire } from '../run/fleet/wire.ts';
import { printable } from '../text/printable.ts';
import { demandContact } from './contact.ts';
import { ExitCode } from './exit-codes.ts';
import { CommandError } from './failure.ts';
import { openTelemetry } from './telemetry.ts';

interface WorkFlags {
  readonly project: string;
  readonly role: 'all' | WorkerRole;
  readonly name?: string;
  readonly listen: string;
}

const ROLES: readonly WorkFlags['role'][] = ['all', 'fetch', 'refine', 'render'];

/** All is what this machine can do: without a browser, it renders nothing. */
const rolesOf = (role: WorkFlags['role']): readonly WorkerRole[] => {
  if (role !== 'all') return [role];
  return findBrowser(process.env) === null ? ['fetch', 'refine'] : ['fetch', 'refine', 'render'];
};

export function addWork(command: Command): void {
  command
    .addOption(new Option('--role <role>', 'what to do').choices(ROLES).default('all'))
    .option('--name <name>', 'what to call this worker; default: the machine and a number')
    .option('--listen <address>', 'where /healthz, /readyz and /metrics are; port 0 is any free one', '127.0.0.1:0')
    .action(async () => {
      const flags = command.optsWithGlobals<WorkFlags>();
      process.exitCode = await workUntilStopped(loadConfig(flags.project, process.env), flags);
    });
}

/** `9464`, `0.0.0.0:9464` or `[::]:9464`. */
function addressOf(text: string): { readonly host: string; readonly port: number } {
  const [, host = '127.0.0.1', port = ''] = /^(?:(.+):)?(\d{1,5})$/.exec(text) ?? [];
  if (port === '' || Number(port) > 65_535)
    throw new CommandError(`${text} is no address to listen on: give one such as 127.0.0.1:9464`, ExitCode.usage);
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port) };
}

/** A worker's name is part of file names. */
function demandName(name: string | undefined): void {
  if (name === undefined || /^[A-Za-z0-9][A-Za-z0-9._-]{0,60}$/.test(name)) return;
  throw new CommandError(`${name} is no name for a worker: use letters, digits, . _ and -`, ExitCode.usage);
}

/** Between two looks whether a fleet of another version has ended. */
const LOOK_MS = 1000;

/** Stands aside while processes of a release that this one does not understand are at work. Null when it was stopped meanwhile. */
async function openInTurn(
  config: Config,
  name: string | undefined,
  say: (text: string) => void,
  stop: AbortSignal,
): Promise<FleetEngines | null> {
  for (let isTold = false; !stop.aborted; isTold = true) {
    try {
      return await openFleetEngines(config, 'work', { name });
    } catch (error) {
      if (!(error instanceof OtherWire)) throw error;
      if (!isTold) say(`Waiting: ${error.message}`);
      await sleep(LOOK_MS, undefined, { signal: stop }).catch(() => undefined);
    }
  }
  return null;
}

async function workUntilStopped(config: Config, { role, name, listen }: WorkFlags): Promise<ExitCode> {
  demandName(name);
  const { host, port } = addressOf(listen);
  const roles = rolesOf(role);
  await demandContact(
    config,
    [...config.crawlers.values()].flatMap(({ seeds }) => seeds),
  );
  const say = (text: string): void => void process.stderr.write(`${printable(text)}\n`);
  const stop = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(ExitCode.interrupted);
    say('Finishing what is under way; others take over the rest.');
    stop.abort();
  };
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
  const engines = await openInTurn(config, name, say, stop.signal);
  if (engines === null) return ExitCode.ok;
  let state: (() => WorkerState) | null = null;
  const metrics = createMetrics({
    state: () => state?.() ?? { runs: [], fetching: 0, refining: 0 },
    redisMemory: () => engines.memory.share,
    fleet: () => fleetFigures(config, engines),
  });
  const telemetry = await openTelemetry(config, { name: engines.name, families: metrics.families });
  try {
    const endpoint = await openEndpoint(host, port, {
      isReady: () => engines.redis.status === 'ready' && !stop.signal.aborted,
      metrics: metrics.text,
      contentType: () => metrics.contentType,
    });
    say(`Worker ${engines.name} (${roles.join(', ')}); health and figures at ${endpoint.address}`);
    const shortage = await work(config, engines, {
      roles,
      signal: stop.signal,
      said: say,
      recorded: metrics.recorded,
      refined: metrics.refined,
      address: endpoint.address,
      watched: (given) => {
        state = given;
      },
    });
    await endpoint.close();
    if (shortage === null) return ExitCode.ok;
    throw new CommandError(`stopped: ${shortage.because}. All that was fetched is kept.`, ExitCode.storage);
  } finally {
    process.off('SIGTERM', onSignal).off('SIGINT', onSignal);
    await telemetry.close();
    await engines.close();
  }
}
