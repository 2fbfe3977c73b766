import type { Command } from 'commander';
import { loadConfig } from '../config/load.ts';
import { shown } from '../redis/connect.ts';
import { openFleetEngines } from '../run/fleet/engines.ts';
import { type Recovered, recover, runsInRedis } from '../run/fleet/recover/recover.ts';
import { printable } from '../text/printable.ts';
import { ExitCode } from './exit-codes.ts';
import { CommandError } from './failure.ts';
import { counted, secondsText } from './progress/figures.ts';

interface RecoverFlags {
  readonly project: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

export function addRecover(command: Command): void {
  command
    .option('--yes', 'also into one that is not empty: what it knows stays, what it lacks is added')
    .option('--json', 'what was put back as JSON on stdout')
    .action(async () => {
      const flags = command.optsWithGlobals<RecoverFlags>();
      const config = loadConfig(flags.project, process.env);
      if (config.engine !== 'redis')
        throw new CommandError(
          'there is nothing to recover without a fleet: config/garner.yaml has no `engine: redis`, and all state is in the storage folder',
          ExitCode.usage,
        );
      const engines = await openFleetEngines(config, 'recover');
      try {
        const known = await runsInRedis(engines);
        if (known.length > 0 && flags.yes !== true)
          throw new CommandError(
            `Redis at ${shown(config.redis.url)} is not empty: it knows ${known.join(', ')}. If it lacks something all the same, --yes adds that.`,
            ExitCode.storage,
          );
        const done = await recover(config, engines, (text) => void process.stderr.write(`${printable(text)}\n`));
        process.stdout.write(flags.json === true ? `${JSON.stringify(done)}\n` : `${recoveredLines(done).map(printable).join('\n')}\n`);
      } finally {
        await engines.close();
      }
    });
}

export function recoveredLines({ facts, resting, asked, slots, runs, quietMs }: Recovered): readonly string[] {
  return [
    `Put back: ${counted(facts, 'fact', 'facts')} about hosts, ${counted(resting, 'host that rests', 'hosts that rest')}, what ${counted(asked, 'host was', 'hosts were')} asked for today, ${counted(slots, 'slot', 'slots')} of schedules.`,
    ...runs.map(({ run, crawlers, left, pages }) =>
      left === null
        ? `Run ${run} (${crawlers.join(', ')}): its queue is made anew, for which ${counted(pages, 'page is', 'pages are')} read once more. The command that began it goes on with it.`
        : `Run ${run} (${crawlers.join(', ')}) is left as it is: ${left}.`,
    ),
    ...(runs.length === 0 ? ['No run is unfinished.'] : []),
    `Nothing is begun for ${secondsText(quietMs)}: requests may still be under way.`,
  ];
}
