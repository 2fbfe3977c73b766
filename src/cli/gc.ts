import { type Command, InvalidArgumentError } from 'commander';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { fileSize } from '../corpus/figures.ts';
import { type Engines, isStored, openEngines } from '../run/engines.ts';
import { aloneInFleet } from '../run/fleet/lock.ts';
import { collectGarbage, compactResults, type Garbage, leftovers } from '../run/gc.ts';
import { printable } from '../text/printable.ts';
import { StatusLine } from './progress/progress.ts';

interface GcFlags {
  readonly project: string;
  readonly keep?: number;
  readonly all?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export function addGc(command: Command): void {
  command
    .option('-n, --dry-run', 'say what would go, and change nothing')
    .option('--keep <count>', 'generations of each corpus that stay; default: corpus.keep of garner.yaml', generations)
    .option('--all', 'rewrite every segment that holds anything to remove, not only where a tenth would go')
    .option('--json', 'the result as JSON on stdout')
    .action(async () => {
      const flags = command.optsWithGlobals<GcFlags>();
      const { dryRun = false } = flags;
      const config = loadConfig(flags.project, process.env);
      const status = new StatusLine(process.stderr);
      const gone = await collected(config, flags, status);
      const left = leftovers(config);
      const bytes = gone.reduce((sum, each) => sum + each.bytes, 0);
      if (flags.json === true) {
        process.stdout.write(`${JSON.stringify({ dryRun, bytes, gone, left })}\n`);
        return;
      }
      status.say(gone.length === 0 ? 'Nothing to remove.' : `${fileSize(bytes).padStart(9)}  ${dryRun ? 'would go' : 'in all'}`);
      if (left.length > 0) status.say(`Left alone, for you to look at:\n${left.map(({ path }) => `  ${printable(path)}`).join('\n')}`);
    });
}

async function collected(config: Config, flags: GcFlags, status: StatusLine): Promise<readonly Garbage[]> {
  const { keep = config.corpus.keep, all = false, dryRun = false, json = false } = flags;
  const alone = dryRun ? null : await aloneInFleet(config, 'gc');
  let engines: Engines | null = null;
  const gone: Garbage[] = [];
  try {
    if (!isStored(config)) return gone;
    engines = await openEngines(config, 'gc');
    const demand = async (): Promise<void> => alone?.demand();
    for await (const each of collectGarbage(config, engines, { keep, all, dryRun, demand, progress: (what) => status.set(what) })) {
      // What is named here goes next.
      await demand();
      gone.push(each);
      if (!json) status.say(`${fileSize(each.bytes).padStart(9)}  ${printable(`${each.where}: ${each.what}`)}`);
    }
  } finally {
    status.end();
    await engines?.close();
    await alone?.release();
  }
  if (!dryRun && gone.some(({ kind }) => kind === 'results')) compactResults(config);
  return gone;
}

function generations(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('Give a whole number from 1.');
  return count;
}
