import { type Command, InvalidArgumentError } from 'commander';
import { loadConfig } from '../config/load.ts';
import { planCrawls } from '../run/plan/plan.ts';
import { printable } from '../text/printable.ts';
import { demandContact } from './contact.ts';
import { ExitCode } from './exit-codes.ts';
import { wholeNumber } from './numbers.ts';
import { planLines } from './plan-lines.ts';
import { StatusLine } from './progress/progress.ts';
import { selectCrawlers } from './select-crawlers.ts';

interface PlanFlags {
  readonly project: string;
  readonly topic?: string;
  readonly tag?: string;
  readonly sample: number;
  readonly json?: boolean;
}

export function addPlan(command: Command): void {
  command
    .argument('[crawlers...]', 'names of crawlers, or tags; all when left out')
    .option('--topic <name>', 'the crawlers of a topic')
    .option('--tag <tag>', 'the crawlers with a tag')
    .option('--sample <count>', 'pages to fetch of each crawler; 0: none', samplePages, 10)
    .option('--json', 'the plan as JSON on stdout')
    .action(async (names: string[]) => {
      const flags = command.optsWithGlobals<PlanFlags>();
      const config = loadConfig(flags.project, process.env);
      const crawlers = selectCrawlers(config, names, flags);
      await demandContact(
        config,
        crawlers.flatMap((name) => config.crawlers.get(name)?.seeds ?? []),
      );
      const status = new StatusLine(process.stderr);
      const doing = new Map<string, string>();
      status.set(() => [...doing].map(([name, text]) => printable(`${name}: ${text}`)).at(-1) ?? '');
      try {
        const plan = await planCrawls(config, {
          crawlers,
          sample: flags.sample,
          said: (name, text) => {
            doing.delete(name);
            doing.set(name, text);
          },
        });
        status.end();
        process.stdout.write(flags.json === true ? `${JSON.stringify(plan)}\n` : `${planLines(plan).map(printable).join('\n')}\n`);
        const isClosed = plan.crawlers.every(({ robots }) => robots.length > 0 && robots.every(({ verdict }) => verdict === 'disallow'));
        process.exitCode = isClosed ? ExitCode.refused : ExitCode.ok;
      } finally {
        status.end();
      }
    });
}

function samplePages(text: string): number {
  const count = wholeNumber(text);
  if (count < 0 || count > 1000) throw new InvalidArgumentError('Give a whole number from 0 to 1000.');
  return count;
}
