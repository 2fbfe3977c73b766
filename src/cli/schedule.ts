import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Command } from 'commander';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { crawlersOfSchedule } from '../config/selection.ts';
import { summaryLines } from '../corpus/summary.ts';
import type { RunId } from '../records.ts';
import { performer } from '../run/perform.ts';
import { type ScheduleEvent, Scheduler } from '../run/schedule.ts';
import { openEmbeddedScheduling } from '../run/scheduling.ts';
import { upcoming, upcomingLines } from './calendar-lines.ts';
import { demandContact } from './contact.ts';
import { crawlLines } from './crawl-summary.ts';
import { ExitCode } from './exit-codes.ts';
import { CommandError } from './failure.ts';
import { openTelemetry } from './telemetry.ts';
import { engineOption, withEngine } from './engine.ts';
import { onInterrupt } from './interrupt.ts';
import { openEvents } from './progress/events.ts';
import { StatusLine } from './progress/progress.ts';
import { CrawlTally } from './progress/tally.ts';

interface ScheduleFlags {
  readonly project: string;
  readonly once?: boolean;
  readonly list?: boolean;
  readonly json?: boolean;
  readonly engine?: string;
}

/** A scheduler that is silent for this long is taken for dead, and others go on with its run. */
const LEASE_MS = 60_000;
const TOLD = 3;

export function addSchedule(command: Command): void {
  command
    .addOption(engineOption())
    .option('--once', 'fire what is due, and end')
    .option('--list', 'show the next times of each schedule, and end')
    .option('--json', 'events as JSON lines on stdout; with --list, the times')
    .action(async () => {
      const flags = command.optsWithGlobals<ScheduleFlags>();
      const config = withEngine(loadConfig(flags.project, process.env), flags.engine);
      if (config.schedules.size === 0)
        throw new CommandError('there is no schedule in config/schedules.yaml; docs/schedules.md tells how to write one', ExitCode.usage);
      if (flags.list === true) list(config, flags);
      else process.exitCode = await keepSchedules(config, flags);
    });
}

function list({ schedules }: Config, { json }: ScheduleFlags): void {
  const now = Date.now();
  const all = upcoming(schedules.values(), now, TOLD);
  const told = all.map(({ schedule: { name, cron, timeZone }, next }) => ({
    schedule: name,
    cron,
    timeZone,
    next: next.map((at) => new Date(at).toISOString()),
  }));
  process.stdout.write(json === true ? `${JSON.stringify(told)}\n` : `${upcomingLines(all, now).join('\n')}\n`);
}

const sleep = (ms: number, signal: AbortSignal): Promise<void> => sleepFor(ms, undefined, { signal }).catch(() => undefined);

async function keepSchedules(config: Config, { once = false, json = false }: ScheduleFlags): Promise<ExitCode> {
  const { schedules } = config;
  const seeds = [...schedules.values()]
    .flatMap((each) => crawlersOfSchedule(config, each))
    .flatMap((name) => config.crawlers.get(name)?.seeds ?? []);
  await demandContact(config, seeds);
  const scheduling = await (config.engine === 'redis'
    ? (await import('../run/fleet/scheduling.ts')).openFleetScheduling({ ...config.redis, schedules: schedules.values() })
    : openEmbeddedScheduling(config));
  const status = new StatusLine(process.stderr);
  const interrupt = onInterrupt((text) => status.say(text));
  const events = json ? openEvents(process.stdout) : null;
  const voice = voiceOf(status, events === null);
  let failures = 0;
  const scheduler = new Scheduler({
    schedules: schedules.values(),
    calendar: scheduling.calendar,
    atOnce: scheduling.atOnce,
    perform: performer(config, {
      sleep,
      ...voice.hooks,
      ...(config.engine === 'redis' && { open: async () => (await import('../run/fleet/workshop.ts')).fleetWorkshop(config) }),
    }),
    owner: `${hostname()}:${process.pid}:${randomBytes(4).toString('hex')}`,
    leaseMs: LEASE_MS,
    clock: Date.now,
    sleep,
    signal: interrupt.signal,
    heard: (event) => {
      if (event.event === 'ended' && event.state === 'failed') failures += 1;
      events?.tell({ ...event, at: new Date(event.at).toISOString() });
      voice.heard(event);
    },
  });
  scheduling.onRing(() => scheduler.wake());
  const telemetry = await openTelemetry(config);
  try {
    if (!once && events === null)
      for (const line of upcomingLines(upcoming(schedules.values(), Date.now(), 1), Date.now())) status.say(line);
    const working = once ? scheduler.once() : scheduler.keep().then(() => null);
    const begun = await scheduling.unlessSilent<number | null>(interrupt.signal, working);
    if (begun === 0 && events === null) status.say('Nothing is due.');
    status.end();
    events?.tell({ event: 'summary', failures });
    if (once && interrupt.signal.aborted) return ExitCode.interrupted;
    return once && failures > 0 ? ExitCode.empty : ExitCode.ok;
  } finally {
    status.end();
    interrupt.dispose();
    await telemetry.close();
    await scheduling.close();
  }
}

/** What a person hears of it, on stderr. */
export function voiceOf(status: Pick<StatusLine, 'set' | 'say'>, isSpoken: boolean) {
  /** Of the runs under way: several where a fleet does the work. */
  const tallies = new Map<RunId, CrawlTally>();
  const lines = (): readonly string[] => [...tallies.values()].map((tally) => tally.line());
  status.set({ live: lines, plain: () => lines().join('; ') });
  const say = (...lines: readonly string[]): void => {
    if (isSpoken) for (const line of lines) status.say(line);
  };
  const heard = (event: ScheduleEvent): void => {
    const slot = `${event.schedule} of ${new Date(event.at).toISOString().replace(/\.000Z$/, 'Z')}`;
    if (event.event === 'begun') tallies.set(event.run, new CrawlTally());
    else if (event.event !== 'skipped') tallies.delete(event.run);
    if (event.event === 'begun') say(`${slot}: ${event.claims > 1 ? 'going on with' : 'starting'} run ${event.run}`);
    else if (event.event === 'skipped') say(`${slot}: skipped; ${event.because}`);
    else if (event.event === 'ended') say(`${slot}: ${event.state}${event.because === undefined ? '' : `; ${event.because}`}`);
    else say(`${slot}: ${event.event === 'lost' ? 'another scheduler has taken it over' : 'given back: the next start goes on with it'}`);
  };
  const hooks: Omit<Parameters<typeof performer>[1], 'sleep'> = {
    waiting: (because) => say(because),
    recorded: (entry) => tallies.get(entry.run)?.add(entry),
    crawled: (summary) => {
      const { bytes, pages } = tallies.get(summary.run) ?? new CrawlTally();
      say(...crawlLines(summary, { bytes, pages, next: null }));
    },
    built: (built) => say(...summaryLines(built)),
  };
  return { heard, hooks };
}
