import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { manifestFile } from '../corpus/manifest.ts';
import { summaryLines } from '../corpus/summary.ts';
import { build, corpusNamed } from '../run/build.ts';
import { type Engines, openEngines } from '../run/engines.ts';
import { ExitCode } from './exit-codes.ts';
import { CommandError } from './failure.ts';
import { openTelemetry } from './telemetry.ts';
import { onInterrupt } from './interrupt.ts';
import { BuildView } from './progress/build-view.ts';
import { openEvents } from './progress/events.ts';
import { StatusLine } from './progress/progress.ts';

interface BuildFlags {
  readonly project: string;
  readonly asOf?: string;
  readonly json?: boolean;
  readonly fleet?: boolean;
}

export function addBuild(command: Command): void {
  command
    .argument('<topic>', 'a topic (file in config/topics/ without .yaml), or one crawler or import')
    .option('--as-of <time>', 'leave out what was fetched later (ISO 8601)')
    .option('--fleet', 'have the workers of the fleet read and judge the pages (`engine: redis`)')
    .option('--json', 'events as JSON lines on stdout, the manifest last')
    .action(async (name: string) => {
      const flags = command.optsWithGlobals<BuildFlags>();
      process.exitCode = await buildAndReport(loadConfig(flags.project, process.env), name, flags);
    });
}

/** What to build under a name. */
function target(config: Config, name: string): NonNullable<ReturnType<typeof corpusNamed>> {
  const corpus = corpusNamed(config, name);
  if (corpus !== null) return corpus;
  if (existsSync(manifestFile(join(config.storage, 'corpora', name))))
    throw new CommandError(
      `there is a corpus ${name}, and no topic, crawler or import of this name: give the \`garner fetch --site URL\` or \`garner import\` again that made it; \`garner init --site URL\` writes a crawler`,
      ExitCode.usage,
    );
  const known = [...config.topics.keys(), ...config.crawlers.keys(), ...config.imports.keys()].join(', ');
  throw new CommandError(`no topic, crawler or import is called ${name}; there are: ${known || 'none'}`, ExitCode.usage);
}

function instant(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new CommandError(`${text} is no time: give one such as 2026-11-24 or 2026-11-24T03:05:00Z`, ExitCode.usage);
  return at;
}

/** This process alone, or the workers of a fleet. */
async function builder({ engine }: Config, fleet = false): Promise<typeof build> {
  if (!fleet) return build;
  if (engine !== 'redis')
    throw new CommandError('--fleet needs `engine: redis` in config/garner.yaml, and workers (`garner work`)', ExitCode.usage);
  return (await import('../run/fleet/slices/build.ts')).buildByFleet;
}

/** Whether anything had been fetched by then: a slip in the time is no reason to publish a corpus without documents. */
async function hasCaptures({ ledger }: Engines, crawlers: readonly string[], asOf: number): Promise<boolean> {
  for await (const _ of ledger.captures({ crawlers, asOf })) return true;
  return false;
}

/** Builds with progress on stderr and a summary at the end. Shared with `fetch --site`. */
export async function buildAndReport(config: Config, name: string, flags: Pick<BuildFlags, 'asOf' | 'json' | 'fleet'>): Promise<ExitCode> {
  const what = target(config, name);
  const asOf = instant(flags.asOf);
  const make = await builder(config, flags.fleet);
  const engines = await openEngines(config, 'build', { mode: 'shared' });
  const status = new StatusLine(process.stderr);
  const interrupt = onInterrupt((text) => status.say(text));
  const view = new BuildView();
  status.set(view);
  const events = flags.json === true ? openEvents(process.stdout) : null;
  const telemetry = await openTelemetry(config);
  events?.tell({ event: 'started', corpus: name, crawlers: what.crawlers });
  try {
    if (asOf !== undefined && !(await hasCaptures(engines, what.crawlers, asOf)))
      throw new CommandError(`nothing of ${name} had been fetched by ${new Date(asOf).toISOString()}: nothing was built`, ExitCode.empty);
    const summary = await make(config, engines, {
      name,
      ...what,
      ...(asOf !== undefined && { asOf }),
      signal: interrupt.signal,
      progress: (progress) => view.update(progress),
      note: (line) => status.say(line),
    });
    status.end();
    if (events !== null) events.tell({ event: 'summary', ...summary.manifest });
    else process.stderr.write(`${summaryLines(summary).join('\n')}\n`);
    return summary.manifest.counts.kept > 0 ? ExitCode.ok : ExitCode.empty;
  } catch (error) {
    if (interrupt.signal.aborted)
      throw new CommandError('interrupted: the corpus is as it was; the same command builds it anew', ExitCode.interrupted);
    throw error;
  } finally {
    status.end();
    interrupt.dispose();
    await telemetry.close();
    await engines.close();
  }
}
