import { access, open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { type Command, Option } from 'commander';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { documentsAt, documentsNamed, PlaceError } from '../documents/places.ts';
import { unreadable } from '../documents/walk.ts';
import { openEngines } from '../run/engines.ts';
import { importDocuments, type ImportOptions } from '../run/import.ts';
import { HostUnreachable } from '../run/import/ask-host.ts';
import { openDocument } from '../run/import/document.ts';
import { listDocuments, type Listings } from '../run/import/list.ts';
import { rememberImport, resolveImport, type Wish } from '../run/import/source.ts';
import { printable } from '../text/printable.ts';
import { ExitCode } from './exit-codes.ts';
import { CommandError } from './failure.ts';
import { documentEvent, ImportTally, importLines, leftOutLine, previewLines } from './import-summary.ts';
import { areArchives, captureFilter, runWebImport, type WebFlags } from './import-web.ts';
import { onInterrupt } from './interrupt.ts';
import { StatusLine } from './progress/progress.ts';

interface ImportFlags extends Omit<Wish, 'name'>, Pick<WebFlags, 'index' | 'prefix' | 'filter'> {
  readonly project: string;
  readonly as?: string;
  readonly filesFrom?: string;
  readonly prune?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

const several = (glob: string, globs: readonly string[] = []): readonly string[] => [...globs, glob];

export function addImport(command: Command): void {
  command
    .argument('[places...]', 'a folder with all that is in it, or files; web archives may be URLs too')
    .option('--licence <id>', 'under what terms they may be used: an SPDX id such as CC-BY-4.0, or LicenseRef-…')
    .option('--base <url>', 'the URL that the folder has, or would have, on the web')
    .option('--as <name>', 'what to call them; a corpus is built under this name. Default: the name of the folder')
    .option('--evidence <text>', 'where the licence can be checked, or in what words it is granted')
    .option('--own', 'you have all rights in them and allow training; what they say to crawlers does not bind you')
    .option('--language <tag>', 'what they are in when they do not say')
    .addOption(
      new Option('--include <glob>', 'only paths below the folder that match, such as /docs/**; may be given again').argParser(several),
    )
    .addOption(new Option('--exclude <glob>', 'no paths that match; may be given again').argParser(several))
    .option('--files-from <list>', 'take only the files of the folder that this list names, one a line; - is stdin')
    .addOption(
      new Option('--index <cdxj>', 'read only the records of web archives that this index names; may be given again').argParser(several),
    )
    .option('--prefix <place>', 'with --index: what its file names are below, such as https://data.commoncrawl.org/')
    .option(
      '--filter <field=value>',
      'only captures with this host, url (its beginning), mime, status …; may be given again',
      captureFilter,
      {},
    )
    .option('--prune', 'withdraw what was imported earlier and is not among these documents')
    .option('--dry-run', 'say what would be imported, and change nothing')
    .option('--json', 'one JSON line on stdout for each document, and one for the whole')
    .action(async (places: string[]) => {
      const flags = command.optsWithGlobals<ImportFlags>();
      const config = loadConfig(flags.project, process.env);
      const isWeb = areArchives(places) || flags.index !== undefined;
      process.exitCode = isWeb ? await runWebImport(config, places, webFlagsOf(flags)) : await run(config, places, flags);
    });
}

/** What was not said is not there, as commander has it. */
const webFlagsOf = (flags: ImportFlags): WebFlags => flags as WebFlags;

async function run(config: Config, places: readonly string[], flags: ImportFlags): Promise<ExitCode> {
  if (places.length === 0) throw new CommandError('what is to be imported? Name a folder, files or web archives', ExitCode.usage);
  await demandPlaces(places);
  const { as: name, base, licence, evidence, own, language, include, exclude, filesFrom, prune = false, dryRun, json = false } = flags;
  const resolved = resolveImport(config, { name, base, licence, evidence, own, language, include, exclude }, places);
  if (!resolved.ok) throw new CommandError(resolved.problems.join('\n'), ExitCode.usage);
  const { source, isNew } = resolved;
  const met = filesFrom === undefined ? documentsAt(places) : documentsNamed(folderOf(places), await linesOf(filesFrom));
  const listed = await listDocuments(source, met).catch((error: unknown) => {
    throw error instanceof PlaceError ? new CommandError(error.message, ExitCode.usage) : error;
  });
  try {
    demandDistinct(listed);
    if (dryRun === true) return await preview(config, { source }, listed, json);
    if (listed.listing.size === 0) {
      const consequence = prune ? `; --prune would withdraw all of ${source.name}` : '';
      throw new CommandError(`there is no document in ${places.join(', ')}${consequence}`, ExitCode.empty);
    }
    if (isNew) process.stderr.write(`Wrote ${await rememberImport(config.root, source)}: what is stated there holds for these documents\n`);
    return await importAndReport(config, { source, prune }, listed, json);
  } finally {
    listed.listing.close();
  }
}

async function demandPlaces(places: readonly string[]): Promise<void> {
  for (const place of places) {
    await access(place).catch((error: unknown) => {
      throw new CommandError(`${place}: ${unreadable(error)}`, ExitCode.usage);
    });
  }
}

function folderOf(places: readonly string[]): string {
  const [folder] = places;
  if (folder !== undefined && places.length === 1) return folder;
  throw new CommandError('--files-from takes one folder, in which the files are', ExitCode.usage);
}

async function linesOf(list: string): Promise<AsyncIterable<string>> {
  if (list === '-') return createInterface({ input: process.stdin });
  const file = await open(list).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`${list} cannot be read: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}`, ExitCode.usage);
  });
  return file.readLines();
}

/** @throws CommandError when two documents would have one URL. */
function demandDistinct({ collision }: Listings): void {
  if (collision === null) return;
  const [one, other] = collision;
  throw new CommandError(
    `${one.file} and ${other.file} would both be ${one.url}. Rename one, or leave it out with --exclude. Nothing was imported.`,
    ExitCode.usage,
  );
}

/** What would be imported: nothing is opened but the files themselves. */
async function preview(config: Config, { source }: Pick<ImportOptions, 'source'>, listed: Listings, json: boolean): Promise<ExitCode> {
  let documents = 0;
  for (const each of listed.listing.all()) {
    const opened = await openDocument(each, source, config);
    if (opened.kind === 'document') documents += 1;
    if (json) process.stdout.write(`${JSON.stringify(documentEvent(each.url, each.path, opened))}\n`);
    else if (opened.kind === 'document') process.stdout.write(`${each.url}\t${printable(each.path)}\n`);
    else process.stderr.write(`${leftOutLine(each.path, opened)}\n`);
  }
  const { hidden, excluded, tooLong } = listed;
  const counts = { documents, leftOut: listed.listing.size - documents, hidden, excluded, tooLong };
  if (json) process.stdout.write(`${JSON.stringify({ event: 'summary', dryRun: true, name: source.name, ...counts })}\n`);
  else process.stderr.write(`${previewLines(source, counts).join('\n')}\n`);
  return documents > 0 ? ExitCode.ok : ExitCode.empty;
}

const unreachable = ({ message }: HostUnreachable): string =>
  `${message}. config/rights.yaml says importsWithoutEvidence: live, so nothing was imported. Try again later, or state the evidence of the licence with --evidence`;

/** Imports with progress on stderr and a summary at the end. */
async function importAndReport(
  config: Config,
  { source, prune = false }: Pick<ImportOptions, 'source' | 'prune'>,
  listed: Listings,
  json: boolean,
): Promise<ExitCode> {
  const engines = await openEngines(config, 'import');
  const status = new StatusLine(process.stderr);
  const tally = new ImportTally(listed.listing.size);
  const interrupt = onInterrupt((text) => status.say(text));
  status.set(() => tally.line());
  try {
    const summary = await importDocuments(config, engines, listed.listing, {
      source,
      prune,
      signal: interrupt.signal,
      recorded({ url, outcome }, path) {
        const left = tally.add(outcome, path);
        if (json) process.stdout.write(`${JSON.stringify(documentEvent(url, path, outcome))}\n`);
        else if (left !== null) status.say(left);
      },
    }).catch((error: unknown) => {
      if (error instanceof HostUnreachable) throw new CommandError(unreachable(error), ExitCode.network);
      throw error;
    });
    status.end();
    const { hidden, excluded, tooLong } = listed;
    if (json) process.stdout.write(`${JSON.stringify({ event: 'summary', ...summary, hidden, excluded, tooLong })}\n`);
    else process.stderr.write(`${importLines(summary, listed, await engines.ledger.outcomes(summary.run)).join('\n')}\n`);
    if (!summary.finished) return ExitCode.interrupted;
    return summary.added + summary.changed + summary.unchanged > 0 ? ExitCode.ok : ExitCode.empty;
  } finally {
    status.end();
    interrupt.dispose();
    await engines.close();
  }
}
