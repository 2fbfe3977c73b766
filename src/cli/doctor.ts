import type { Command } from 'commander';
import { loadConfig } from '../config/load.ts';
import { type Examined, examine } from '../run/doctor.ts';
import { printable } from '../text/printable.ts';
import { ExitCode } from './exit-codes.ts';

interface DoctorFlags {
  readonly project: string;
  readonly json?: boolean;
}

export function addDoctor(command: Command): void {
  command.option('--json', 'what was found as JSON on stdout').action(async () => {
    const { project, json = false } = command.optsWithGlobals<DoctorFlags>();
    process.exitCode = await examineAll(project, json);
  });
}

async function examineAll(project: string, json: boolean): Promise<ExitCode> {
  const all: Examined[] = [];
  for await (const examined of examine(loadConfig(project, process.env))) {
    all.push(examined);
    if (!json) process.stdout.write(`${linesOf(examined).map(printable).join('\n')}\n`);
  }
  const ok = all.every(({ state }) => state !== 'ill');
  if (json) process.stdout.write(`${JSON.stringify({ ok, examined: all })}\n`);
  return ok ? ExitCode.ok : ExitCode.config;
}

const MARKS: Readonly<Record<Examined['state'], string>> = { well: 'ok', poor: '--', ill: '!!' };

const linesOf = ({ what, state, found, remedy }: Examined): readonly string[] => [
  `${MARKS[state]}  ${what.padEnd(8)} ${found}`,
  ...(remedy === null ? [] : [`             ${remedy}`]),
];
