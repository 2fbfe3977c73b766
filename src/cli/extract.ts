import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { buffer } from 'node:stream/consumers';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { timeout } from '../config/units.ts';
import { extractorNames, isExtractorName } from '../extract/index.ts';
import type { Extraction } from '../records.ts';
import { createExtractPool } from '../refine/extract-pool.ts';
import { ExitCode } from './exit-codes.ts';
import { extractBatch } from './extract-batch.ts';
import { CommandError } from './failure.ts';

interface ExtractFlags {
  readonly url: string;
  readonly format: 'text' | 'markdown' | 'json';
  readonly extractor: string;
  readonly batch?: boolean;
  readonly workers?: number;
  readonly deadline: number;
}

/** Heap of one thread: what a page of the largest size that is fetched needs, several times over. */
const MEMORY_BYTES = 512 * 2 ** 20;

function wholeNumber(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 256) throw new InvalidArgumentError('Give a whole number from 1 to 256.');
  return count;
}

function milliseconds(text: string): number {
  const parsed = timeout.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError('Give a duration such as 500ms or 20s.');
  return parsed.data;
}

/** `garner extract`: a page's text by itself, without any crawl. */
export function addExtract(command: Command): void {
  command
    .argument('[file]', 'an HTML or text file; - or nothing for standard input', '-')
    .option('--url <address>', 'where the page is from, for relative links', '')
    .addOption(new Option('--format <form>', 'what to print').choices(['text', 'markdown', 'json']).default('text'))
    .addOption(new Option('--extractor <name>', 'which extractor reads it').choices(extractorNames).default('garner'))
    .option('--batch', 'read JSON lines {id, url, html | path}, write JSON lines {id, title, text, …} in the same order')
    .option('--workers <count>', 'threads of --batch; one per core when left out', wholeNumber)
    .addOption(new Option('--deadline <duration>', 'for one page').argParser(milliseconds).default(20_000, '20s'))
    .action(async (file: string, flags: ExtractFlags) => {
      const workers = flags.batch === true ? (flags.workers ?? availableParallelism()) : 1;
      const pool = createExtractPool({ workers, deadlineMs: flags.deadline, memoryBytes: MEMORY_BYTES });
      const extractor = isExtractorName(flags.extractor) ? flags.extractor : 'garner';
      try {
        if (flags.batch === true) {
          const input = file === '-' ? process.stdin : await opened(file);
          await extractBatch(input, process.stdout, (page) => pool.extract({ ...page, extractor }), workers);
          return;
        }
        const body = file === '-' ? await buffer(process.stdin) : await readFile(file).catch(unreadable(file));
        const step = await pool.extract({ body, url: flags.url, extractor });
        if (!step.kept) {
          const { stage, rule, because } = step.drop;
          throw new CommandError(`no text in ${file === '-' ? 'the page' : file} (${stage}/${rule}): ${because}`, ExitCode.empty);
        }
        process.stdout.write(`${print(step.record, flags.format)}\n`);
      } finally {
        await pool.close();
      }
    });
}

const unreadable =
  (file: string) =>
  (error: NodeJS.ErrnoException): never => {
    throw new CommandError(`${file} cannot be read: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}`, ExitCode.usage);
  };

async function opened(file: string): Promise<NodeJS.ReadableStream> {
  const { open } = await import('node:fs/promises');
  const handle = await open(file).catch(unreadable(file));
  return handle.createReadStream();
}

function print(record: Extraction, format: ExtractFlags['format']): string {
  if (format === 'json') return JSON.stringify(record, null, 2);
  return format === 'markdown' ? record.markdown : record.text;
}
