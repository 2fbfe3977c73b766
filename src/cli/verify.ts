import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { loadConfig } from '../config/load.ts';
import { isStored, openEngines } from '../run/engines.ts';
import { type Fault, type Verified, verify } from '../run/verify.ts';
import { printable } from '../text/printable.ts';
import { ExitCode } from './exit-codes.ts';
import { CommandError } from './failure.ts';
import { figure, secondsText } from './progress/figures.ts';
import { StatusLine } from './progress/progress.ts';

interface VerifyFlags {
  readonly project: string;
  readonly json?: boolean;
}

export function addVerify(command: Command): void {
  command
    .argument('[corpora...]', 'corpora to read; all when left out')
    .option('--json', 'the result as JSON on stdout')
    .action(async (corpora: string[]) => {
      const flags = command.optsWithGlobals<VerifyFlags>();
      const config = loadConfig(flags.project, process.env);
      const engines = isStored(config) ? await openEngines(config, 'verify') : null;
      const status = new StatusLine(process.stderr);
      const counts = new Map<Verified, number>();
      const started = Date.now();
      const faults: Fault[] = [];
      status.set(() => `looked at ${countsText(counts) || 'nothing yet'}`);
      try {
        const unknown = corpora.find((name) => !existsSync(join(config.storage, 'corpora', name)));
        if (unknown !== undefined) throw new CommandError(`no corpus is called ${unknown}; \`garner status\` lists them`, ExitCode.usage);
        const progress = (what: Verified, count: number): void => void counts.set(what, count);
        const options = { progress, ...(corpora.length > 0 && { corpora }) };
        for await (const fault of engines === null ? [] : verify(config, engines, options)) {
          faults.push(fault);
          if (flags.json !== true) status.say(faultText(fault));
        }
      } finally {
        status.end();
        await engines?.close();
      }
      const looked = Object.fromEntries(counts);
      if (flags.json === true) process.stdout.write(`${JSON.stringify({ ok: faults.length === 0, looked, faults })}\n`);
      else
        status.say(
          counts.size + faults.length === 0
            ? 'nothing is stored yet'
            : `${countsText(counts) || 'nothing else'} in ${secondsText(Date.now() - started)}: ${faults.length === 0 ? 'all is well' : found(faults.length)}`,
        );
      process.exitCode = faults.length === 0 ? ExitCode.ok : ExitCode.damaged;
    });
}

const NAMES: Readonly<Record<Verified, string>> = {
  records: 'records of the archive',
  entries: 'ledger entries',
  results: 'refined results',
  rows: 'rows',
};

const countsText = (counts: ReadonlyMap<Verified, number>): string =>
  [...counts].map(([what, count]) => `${figure(count)} ${NAMES[what]}`).join(', ');

const found = (count: number): string =>
  count === 1 ? '1 thing is not as it should be' : `${figure(count)} things are not as they should be`;

const faultText = ({ where, what, remedy }: Fault): string =>
  `${printable(where)}\n  ${printable(what)}\n  What to do: ${printable(remedy)}.`;
