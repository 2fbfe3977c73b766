import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadConfig } from '../config/load.ts';
import { size } from '../config/units.ts';
import { demandRoom, type ExportInput, writeExport } from '../corpus/export/export.ts';
import { exportFormats, type FormatName } from '../corpus/export/formats.ts';
import { planExport } from '../corpus/export/plan.ts';
import { ExportRefused } from '../corpus/export/refused.ts';
import { DIMENSIONS, parseWeight, type Weight, weightsSchema } from '../corpus/export/weights.ts';
import { type Corpus, withCorpus } from './corpus.ts';
import { ExitCode } from './exit-codes.ts';
import { type ArchiveFlags, exportArchive } from './export-archive.ts';
import { planLines, writtenLines } from './export-summary.ts';
import { CommandError } from './failure.ts';
import { type FilterFlags, filtersOf, withFilters } from './filters.ts';
import { onInterrupt } from './interrupt.ts';
import { wholeNumber } from './numbers.ts';
import { figure } from './progress/figures.ts';
import { StatusLine } from './progress/progress.ts';

interface ExportFlags extends FilterFlags {
  readonly project: string;
  readonly to: string;
  readonly format: FormatName;
  readonly validation: number;
  readonly seed: number;
  readonly weight: readonly Weight[];
  readonly weights?: string;
  readonly shardSize: number;
  readonly separator: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** As it is written on the command line. */
const SEPARATOR = '\\n\\n<|endoftext|>\\n\\n';

export function addExport(command: Command): void {
  command
    .argument('<corpus>', 'a corpus that was built')
    .option('--to <folder>', 'the folder to make')
    .option('--wacz <file>', 'instead: its captures as a web archive that ReplayWeb.page opens and garner imports')
    .option('--cdxj <file>', 'instead: an index of its captures in storage/archive, for replay tools')
    .option('--all', 'with --wacz or --cdxj: all that is in the archive')
    .option('--text', 'with --wacz: the texts of its documents too, to be searched')
    .addOption(new Option('--format <form>', 'what to write').choices(Object.keys(exportFormats)).default('huggingface'))
    .option('--validation <part>', 'part of the documents to hold out, of sites that are not trained on: 0.01', validationPart, 0)
    .option('--seed <number>', 'what is drawn by lot is drawn in this way', wholeNumber, 0)
    .option(
      '--weight <column=value:weight>',
      `how often documents with a value (${DIMENSIONS.join(', ')}) go in; may be repeated`,
      weights,
      [],
    )
    .option('--weights <file>', 'weights as YAML: language: { en: 0.5 }')
    .addOption(new Option('--shard-size <size>', 'files are closed at about this size').argParser(fileSize).default(100e6, '100MB'))
    .addOption(
      new Option('--separator <text>', 'with --format text: what stands between documents; \\n is a line feed').default(
        SEPARATOR,
        SEPARATOR,
      ),
    );
  withFilters(command)
    .option('--force', 'replace an earlier export')
    .option('--json', 'what was written as JSON on stdout')
    .action(async (corpus: string) => {
      const flags = command.optsWithGlobals<ArchiveFlags & Partial<Pick<ExportFlags, 'to'>>>();
      const isArchive = flags.wacz !== undefined || flags.cdxj !== undefined;
      if (isArchive === (flags.to !== undefined)) throw new CommandError('where to? Give one of --to, --wacz and --cdxj', ExitCode.usage);
      const config = loadConfig(flags.project, process.env);
      process.exitCode = await withCorpus(config, corpus, (found) =>
        isArchive ? exportArchive(config, found, flags) : exportAndTell(found, command.optsWithGlobals<ExportFlags>()),
      );
    });
}

async function exportAndTell({ folder, manifest }: Corpus, flags: ExportFlags): Promise<ExitCode> {
  const { to, format, validation, seed, force = false, json = false } = flags;
  const status = new StatusLine(process.stderr);
  const interrupt = onInterrupt((text) => status.say(text));
  const { signal } = interrupt;
  let rows = 0;
  const onRow = (): void => {
    rows += 1;
    signal.throwIfAborted();
  };
  const input: ExportInput = {
    folder,
    manifest,
    to,
    format,
    validation,
    seed,
    force,
    filters: filtersOf(flags),
    weights: [...(flags.weights === undefined ? [] : await weightsIn(flags.weights)), ...flags.weight],
    shardBytes: flags.shardSize,
    separator: flags.separator.replaceAll('\\n', '\n').replaceAll('\\t', '\t'),
    signal,
    onRow,
  };
  try {
    await demandRoom(input);
    status.set(() => `${figure(rows)} rows read`);
    const plan = await planExport(folder, manifest, input, onRow);
    for (const line of planLines(plan)) status.say(line);
    if (plan.mostCopies === 0) throw new CommandError('no document is left to write: loosen the filters or the weights', ExitCode.empty);
    rows = 0;
    const files = await writeExport(input, plan);
    status.end();
    if (json) process.stdout.write(`${JSON.stringify({ to, format, splits: plan.splits, mix: plan.mix, files })}\n`);
    else for (const line of writtenLines(to, files)) status.say(line);
    return ExitCode.ok;
  } catch (error) {
    if (signal.aborted) throw new CommandError('interrupted: nothing was written', ExitCode.interrupted);
    if (error instanceof ExportRefused) throw new CommandError(error.message, ExitCode.usage);
    throw error;
  } finally {
    status.end();
    interrupt.dispose();
  }
}

async function weightsIn(file: string): Promise<readonly Weight[]> {
  const wrong = (why: string): CommandError => new CommandError(`${file}: ${why}`, ExitCode.usage);
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw wrong(`cannot be read: ${error.message}`);
  });
  let content: unknown;
  try {
    content = parse(text);
  } catch (error) {
    throw wrong(`is no YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = weightsSchema.safeParse(content);
  if (!parsed.success) throw wrong(z.prettifyError(parsed.error));
  return parsed.data;
}

function weights(text: string, before: readonly Weight[]): readonly Weight[] {
  const parsed = parseWeight(text);
  if (parsed === null) throw new InvalidArgumentError(`Give one such as language=en:0.5, of ${DIMENSIONS.join(', ')}, from 0 to 100.`);
  return [...before, parsed];
}

function validationPart(text: string): number {
  const part = Number(text);
  if (text.trim() === '' || !(part >= 0 && part < 1)) throw new InvalidArgumentError('Give a number from 0 to below 1.');
  return part;
}

function fileSize(text: string): number {
  const parsed = size.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError('Give a size such as 100MB.');
  return parsed.data;
}
