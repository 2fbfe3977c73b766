import { type Command, Option } from 'commander';
import { loadConfig } from '../config/load.ts';
import type { Config } from '../config/config.ts';
import { duplicatesOf, standIn } from '../corpus/inspect/duplicates.ts';
import { documentNamed, randomDocuments } from '../corpus/inspect/find.ts';
import { patternOf, searchDocuments } from '../corpus/inspect/search.ts';
import type { Manifest } from '../corpus/manifest.ts';
import type { Row } from '../corpus/shards/shard.ts';
import { canonicalize } from '../url/canonical.ts';
import { withCorpus } from './corpus.ts';
import { ExitCode } from './exit-codes.ts';
import { CommandError } from './failure.ts';
import { type FilterFlags, filtersOf, withFilters } from './filters.ts';
import { type Beside, besideLines } from './inspect/beside.ts';
import { documentLines, excerptLines, foundLines } from './inspect/documents.ts';
import { columnsOf, paintFor } from './inspect/layout.ts';
import { numberLines, numbersOf } from './inspect/numbers.ts';
import { countFrom1, wholeNumber } from './numbers.ts';

interface InspectFlags extends FilterFlags {
  readonly project: string;
  readonly random?: number;
  readonly seed: number;
  readonly search?: string;
  readonly limit: number;
  readonly document?: string;
  readonly beside?: string;
  readonly json?: boolean;
}

const WAYS = ['random', 'search', 'document', 'beside'] as const;

export function addInspect(command: Command): void {
  command
    .argument('<corpus>', 'a corpus that was built')
    .addOption(way('--random <count>', 'some documents, drawn by lot').argParser(countFrom1))
    .option('--seed <number>', 'with --random: other documents', wholeNumber, 0)
    .addOption(way('--search <words>', 'documents with these words one after the other, in title or text'))
    .option('--limit <count>', 'with --search: documents that are shown at most', countFrom1, 20)
    .addOption(way('--document <name>', 'one document, by its id or URL, with all its columns'))
    .addOption(way('--beside <name>', 'a document beside its duplicates, with what is different in them; also by the URL of one'));
  withFilters(command)
    .option('--json', 'the same as JSON lines on stdout')
    .action(async (corpus: string) => {
      const flags = command.optsWithGlobals<InspectFlags>();
      const config = loadConfig(flags.project, process.env);
      process.exitCode = await withCorpus(config, corpus, ({ folder, manifest }) =>
        inspect(
          config,
          {
            folder,
            manifest,
            show: (value, lines) => process.stdout.write(`${flags.json === true ? JSON.stringify(value) : lines().join('\n')}\n`),
          },
          flags,
        ),
      );
    });
}

const way = (flags: string, description: string): Option => {
  const option = new Option(flags, description);
  return option.conflicts(WAYS.filter((each) => each !== option.attributeName()));
};

/** What is looked at, and how it is shown. */
interface Looking {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly show: (value: unknown, lines: () => readonly string[]) => void;
}

async function inspect(config: Config, looking: Looking, flags: InspectFlags): Promise<ExitCode> {
  if (flags.document !== undefined) return showDocument(looking, flags.document);
  if (flags.beside !== undefined) return showBeside(config, looking, flags.beside);
  if (flags.search !== undefined) return search(looking, flags.search, flags);
  if (flags.random !== undefined) return showRandom(looking, flags.random, flags);
  looking.show(numbersOf(looking.manifest), () => numberLines(looking.manifest, width()));
  return ExitCode.ok;
}

const width = (): number => columnsOf(process.stdout);
const paint = paintFor(process.stdout);

async function showRandom({ folder, manifest, show }: Looking, wanted: number, flags: InspectFlags): Promise<ExitCode> {
  const rows = await randomDocuments(folder, manifest, { count: wanted, seed: flags.seed, filters: filtersOf(flags) });
  for (const row of rows) show(row, () => excerptLines(row, paint, width()));
  return rows.length > 0 ? ExitCode.ok : nothing('no document fits the filters');
}

async function search({ folder, manifest, show }: Looking, words: string, flags: InspectFlags): Promise<ExitCode> {
  if (words.trim() === '') throw new CommandError('--search needs a word to look for', ExitCode.usage);
  let shown = 0;
  for await (const found of searchDocuments(folder, manifest, { pattern: patternOf(words), filters: filtersOf(flags) })) {
    if (shown >= flags.limit) {
      process.stderr.write(`There are more than ${flags.limit}: --limit shows them.\n`);
      break;
    }
    shown += 1;
    const { row, matches, contexts } = found;
    show({ ...row, matches, contexts }, () => foundLines(found, paint, width()));
  }
  return shown > 0 ? ExitCode.ok : nothing('found in no document');
}

function nothing(why: string): ExitCode {
  process.stderr.write(`garner: ${why}\n`);
  return ExitCode.empty;
}

async function showDocument(looking: Looking, name: string): Promise<ExitCode> {
  const row = await named(looking, name);
  looking.show(row, () => documentLines(row, paint, width()));
  return ExitCode.ok;
}

async function named({ folder, manifest }: Looking, name: string): Promise<Row> {
  const row = await documentNamed(folder, manifest, canonicalize(name) ?? name);
  if (row !== null) return row;
  const why = `${manifest.corpus} has no document with the id or URL ${name}: \`garner explain URL\` says why`;
  throw new CommandError(why, ExitCode.usage);
}

async function showBeside(config: Config, looking: Looking, name: string): Promise<ExitCode> {
  const { folder, manifest, show } = looking;
  const row = await named(looking, (await standIn(folder, manifest, canonicalize(name) ?? name)) ?? name);
  const { openTexts } = await import('../run/beside.ts');
  const texts = await openTexts(config);
  let duplicates = 0;
  try {
    const { text, id, url, title } = row;
    show({ id, url, title, text }, () => excerptLines(row, paint, width()));
    for await (const duplicate of duplicatesOf(folder, manifest, String(id))) {
      duplicates += 1;
      const beside: Beside = { ...duplicate, ...(await texts.of(duplicate)) };
      show(beside, () => besideLines(String(text), beside, paint, width()));
    }
  } finally {
    await texts.close();
  }
  return duplicates > 0 ? ExitCode.ok : nothing('it has no duplicates');
}
