import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { SlotRecord } from '../calendar/calendar.ts';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { fileSize } from '../corpus/figures.ts';
import type { OutcomeCounts, RunRecord } from '../ledger/ledger.ts';
import { openReading } from '../run/reading.ts';
import { type RunDetail, runDetail } from '../run/run-detail.ts';
import { viewCalendar } from '../run/scheduling.ts';
import { printable } from '../text/printable.ts';
import { pastLines, upcoming, upcomingLines } from './calendar-lines.ts';
import { engineOption, withEngine } from './engine.ts';
import { ExitCode } from './exit-codes.ts';
import { CommandError } from './failure.ts';
import { figure, secondsText } from './progress/figures.ts';

interface RunsFlags {
  readonly project: string;
  readonly json?: boolean;
  readonly engine?: string;
}

interface Told extends RunRecord {
  /** Which schedule it was a run of, and for when; only of those that were. */
  readonly slot?: Pick<SlotRecord, 'schedule' | 'at' | 'state'>;
  readonly outcomes: OutcomeCounts;
  readonly report: string | null;
}

export function addRuns(command: Command): void {
  command
    .argument('[run]', 'a run, or the beginning of its name')
    .addOption(engineOption())
    .option('--json', 'the same as JSON on stdout')
    .action(async (name: string | undefined) => {
      const flags = command.optsWithGlobals<RunsFlags>();
      const config = withEngine(loadConfig(flags.project, process.env), flags.engine);
      const reading = await openReading(config);
      try {
        const runs = (await reading.ledger?.runs()) ?? [];
        if (name !== undefined) {
          const found = runs.find(({ run }) => run.startsWith(name));
          const detail = found === undefined || reading.ledger === null ? null : await runDetail(reading.ledger, found.run);
          if (detail === null) throw new CommandError(`no run is called ${name}; \`garner runs\` lists them`, ExitCode.usage);
          print(flags, detail, () => detailLines(detail));
          return;
        }
        const slots = await slotsOnRecord(config);
        const slotOf = new Map(slots.flatMap((slot) => (slot.run === null ? [] : [[slot.run, slot] as const])));
        const told: Told[] = [];
        for (const each of runs) {
          const report = join(config.storage, 'runs', each.run, 'report.html');
          const outcomes = (await reading.ledger?.outcomes(each.run)) ?? {};
          const slot = slotOf.get(each.run);
          told.push({
            ...each,
            outcomes,
            report: existsSync(report) ? report : null,
            ...(slot !== undefined && { slot: { schedule: slot.schedule, at: slot.at, state: slot.state } }),
          });
        }
        print(flags, told, () => [...tableLines(told), ...calendarLines(config, slots)]);
      } finally {
        await reading.close();
      }
    });
}

/** Slots of the past that are read for their runs, and that are told. */
const [READ, SHOWN] = [10_000, 10];

async function slotsOnRecord(config: Config): Promise<readonly SlotRecord[]> {
  const calendar = await (config.engine === 'redis'
    ? (await import('../run/fleet/scheduling.ts')).viewFleetCalendar(config.redis)
    : viewCalendar(config));
  if (calendar === null) return [];
  try {
    return await calendar.list({ most: READ });
  } finally {
    await calendar.close();
  }
}

/** What became of the newest slots, and what comes next. */
function calendarLines({ schedules }: Config, slots: readonly SlotRecord[]): readonly string[] {
  const now = Date.now();
  return [
    ...(slots.length === 0 ? [] : ['', 'calendar', ...pastLines(slots.slice(0, SHOWN), schedules).map((line) => `  ${line}`)]),
    ...(schedules.size === 0 ? [] : ['', 'next', ...upcomingLines(upcoming(schedules.values(), now, 1), now).map((line) => `  ${line}`)]),
  ];
}

function print({ json }: RunsFlags, value: unknown, lines: () => readonly string[]): void {
  process.stdout.write(json === true ? `${JSON.stringify(value)}\n` : `${lines().map(printable).join('\n')}\n`);
}

const sumOf = (outcomes: OutcomeCounts, kind: string): number =>
  Object.entries(outcomes).reduce((sum, [name, count]) => sum + (name === kind || name.startsWith(`${kind} `) ? count : 0), 0);

const COLUMNS = ['page', 'unchanged', 'redirect', 'refused', 'failed'] as const;

export function tableLines(runs: readonly Told[]): readonly string[] {
  if (runs.length === 0) return ['No run yet: `garner crawl` begins one.'];
  const head = `${'run'.padEnd(24)}${'took'.padStart(14)}${COLUMNS.map((name) => name.padStart(10)).join('')}  state`;
  return [
    head,
    ...runs.flatMap(({ run, startedAt, endedAt, state, crawlers, outcomes, report, slot }) => [
      `${run.padEnd(24)}${(endedAt === null ? '' : secondsText(endedAt - startedAt)).padStart(14)}${COLUMNS.map((name) => figure(sumOf(outcomes, name)).padStart(10)).join('')}  ${state === 'finished' ? 'finished' : 'not finished: the same command goes on'}`,
      `  ${crawlers.join(', ')}${slot === undefined ? '' : `; scheduled: ${slot.schedule}`}`,
      ...(report === null ? [] : [`  ${report}`]),
    ]),
  ];
}

export function detailLines({ run, crawlers, startedAt, endedAt, outcomes, hosts, examples }: RunDetail): readonly string[] {
  const took = endedAt === null ? 'not finished' : `took ${secondsText(endedAt - startedAt)}`;
  return [
    `${run}: ${crawlers.join(', ')}; begun ${new Date(startedAt).toISOString()}, ${took}`,
    '',
    ...Object.entries(outcomes)
      .sort(([, a], [, b]) => b - a)
      .map(([name, count]) => `${figure(count).padStart(10)}  ${name}${examples[name] === undefined ? '' : `, such as ${examples[name]}`}`),
    '',
    `${'pages'.padStart(10)}${'failures'.padStart(10)}${'received'.padStart(10)}${'answer'.padStart(10)}  host`,
    ...hosts.map(
      ({ key, pages, failures, bytes, meanMs }) =>
        `${figure(pages).padStart(10)}${figure(failures).padStart(10)}${fileSize(bytes).padStart(10)}${`${meanMs} ms`.padStart(10)}  ${key}`,
    ),
  ];
}
