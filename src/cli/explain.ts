import type { Command } from 'commander';
import { loadConfig } from '../config/load.ts';
import { openPool } from '../run/engines.ts';
import { explain } from '../run/explain/explain.ts';
import type { Explanation, Finding } from '../run/explain/explanation.ts';
import { openReading } from '../run/reading.ts';
import { printable } from '../text/printable.ts';
import { canonicalize } from '../url/canonical.ts';
import { demandContact } from './contact.ts';
import { engineOption, withEngine } from './engine.ts';
import { ExitCode } from './exit-codes.ts';
import { columnsOf, wrapped } from './inspect/layout.ts';

interface ExplainFlags {
  readonly project: string;
  readonly fetch?: boolean;
  readonly json?: boolean;
  readonly engine?: string;
}

export function addExplain(command: Command): void {
  command
    .argument('<url>', 'an http(s) address')
    .option('--fetch', 'ask the host now, too')
    .addOption(engineOption())
    .option('--json', 'the decisions as JSON on stdout')
    .action(async (address: string) => {
      const flags = command.optsWithGlobals<ExplainFlags>();
      const config = withEngine(loadConfig(flags.project, process.env), flags.engine);
      const asked = /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`;
      const url = canonicalize(asked);
      if (flags.fetch === true && url !== null) await demandContact(config, [url]);
      const reading = await openReading(config);
      const pool = openPool({ ...config, refine: { ...config.refine, workers: 1 } });
      try {
        const explanation = await explain({ config, reading, pool, fetch: flags.fetch ?? false }, asked);
        process.stdout.write(
          flags.json === true
            ? `${JSON.stringify(explanation)}\n`
            : `${explanationLines(explanation, columnsOf(process.stdout)).join('\n')}\n`,
        );
        process.exitCode = ExitCode.ok;
      } finally {
        await pool.close();
        await reading.close();
      }
    });
}

const MARKS: Readonly<Record<Finding['mark'], string>> = { yes: '✓', no: '✗', '?': '?' };

/** The decisions as a tree for people, in so many columns; every line is fit for a terminal. */
export function explanationLines({ url, asked, findings, verdict, target }: Explanation, columns: number, depth = 0): readonly string[] {
  const indent = '  '.repeat(depth);
  const lines = [
    printable(url ?? asked),
    ...findings.flatMap(({ step, mark, text, details }) => [
      `${MARKS[mark]} ${step.padEnd(8)} ${printable(text)}`,
      ...details.flatMap((detail) =>
        wrapped(detail, columns - 14 - indent.length).map((part, n) => `${' '.repeat(11)}${n === 0 ? '· ' : '  '}${part}`),
      ),
    ]),
  ].map((line) => indent + line);
  if (target !== undefined)
    return [...lines, ...explanationLines(target, columns, depth + 1), ...(depth === 0 ? ['', printable(verdict)] : [])];
  return depth === 0 ? [...lines, '', printable(verdict)] : lines;
}
