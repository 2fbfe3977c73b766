import type { Command } from 'commander';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { type Engines, openEngines } from '../run/engines.ts';
import { listQuarantine, type Quarantined, releaseFromQuarantine } from '../run/quarantine.ts';
import { openReading } from '../run/reading.ts';
import { printable } from '../text/printable.ts';
import { engineOption, withEngine } from './engine.ts';
import { ExitCode } from './exit-codes.ts';
import { CommandError } from './failure.ts';

interface QuarantineFlags {
  readonly project: string;
  readonly engine?: string;
  readonly json?: boolean;
}

export function addQuarantine(quarantine: Command): void {
  quarantine
    .command('list')
    .description('what is in quarantine: patterns of URLs, by which rule, and how many URLs wait')
    .option('--json', 'as JSON on stdout')
    .action(async (_flags: unknown, command: Command) => {
      const flags = command.optsWithGlobals<QuarantineFlags>();
      const reading = await openReading(loadConfig(flags.project, process.env));
      try {
        const all = reading.ledger === null ? [] : await listQuarantine(reading.ledger);
        process.stdout.write(flags.json === true ? `${JSON.stringify(all)}\n` : `${linesOf(all).join('\n')}\n`);
      } finally {
        await reading.close();
      }
    });
  quarantine
    .command('release')
    .description('let in what is in quarantine, from the next crawl on and for good')
    .argument('<names...>', 'hosts, or patterns as `garner quarantine list` shows them')
    .addOption(engineOption())
    .option('--json', 'the released patterns as JSON on stdout')
    .action(async (names: string[], _flags: unknown, command: Command) => {
      const flags = command.optsWithGlobals<QuarantineFlags>();
      const engines = await open(withEngine(loadConfig(flags.project, process.env), flags.engine));
      try {
        const released = await releaseFromQuarantine(engines.ledger, names, engines.clock());
        if (released.length === 0)
          throw new CommandError(
            `nothing in quarantine is called ${names.join(' or ')}; \`garner quarantine list\` shows what is`,
            ExitCode.usage,
          );
        const said = released.map((pattern) => `${printable(pattern)}  will be asked for by the next crawl`);
        process.stdout.write(flags.json === true ? `${JSON.stringify(released)}\n` : `${said.join('\n')}\n`);
      } finally {
        await engines.close();
      }
    });
  for (const command of quarantine.commands) command.exitOverride();
}

/** What a fleet found is told to the fleet. */
async function open(config: Config): Promise<Engines> {
  if (config.engine !== 'redis') return openEngines(config, 'quarantine');
  const { openFleetEngines } = await import('../run/fleet/engines.ts');
  return openFleetEngines(config, 'quarantine');
}

function linesOf(all: readonly Quarantined[]): readonly string[] {
  if (all.length === 0) return ['Nothing is in quarantine.'];
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
  return all.flatMap(({ pattern, rule, because, at, releasedAt, urls, examples }) => [
    `${printable(pattern)}  ${rule}, ${releasedAt === undefined ? `since ${day(at)}` : `released on ${day(releasedAt)}`}`,
    `  ${printable(because)}`,
    ...(urls === 0 ? [] : [`  ${urls} URLs were left alone by the newest crawl, such as ${examples.map(printable).join('  ')}`]),
  ]);
}
