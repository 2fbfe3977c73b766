import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Extraction, Step } from '../records.ts';

/** A page as the batch form hands it over. */
export interface BatchPage {
  readonly body: string | Uint8Array;
  readonly url: string;
}

/** A compressed page that grows beyond this is a bomb. */
const MAX_BYTES = 64 * 2 ** 20;
/** Letters and bytes of the pages that wait for a thread or for those before them. */
const MAX_WAITING = 64 * 2 ** 20;

const unzip = promisify(gunzip);

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function bodyOf(line: Readonly<Record<string, unknown>>): Promise<string | Uint8Array> {
  if (typeof line['html'] === 'string') return line['html'];
  if (typeof line['path'] !== 'string') throw new Error('the line has neither "html" nor "path"');
  const bytes = await readFile(line['path']);
  return line['path'].endsWith('.gz') ? await unzip(bytes, { maxOutputLength: MAX_BYTES }) : bytes;
}

/** One line in, one line out: what goes wrong with it is its `error`. */
async function answer(text: string, extract: (page: BatchPage) => Promise<Step<Extraction>>): Promise<string> {
  let id: unknown = null;
  try {
    const line: unknown = JSON.parse(text);
    if (typeof line !== 'object' || line === null || Array.isArray(line)) throw new Error('the line is not a JSON object');
    const fields = line as Readonly<Record<string, unknown>>;
    id = typeof fields['id'] === 'string' ? fields['id'].toWellFormed() : (fields['id'] ?? null);
    const step = await extract({ body: await bodyOf(fields), url: typeof fields['url'] === 'string' ? fields['url'] : '' });
    if (!step.kept) throw new Error(`${step.drop.stage}/${step.drop.rule}: ${step.drop.because}`);
    return JSON.stringify({ id, ...step.record });
  } catch (error) {
    return JSON.stringify({ id, error: messageOf(error).toWellFormed(), text: '' });
  }
}

/**
 * Extracts JSON lines `{id, url, html | path}` (`path` may end in `.gz`) to JSON lines `{id, title, text, …}` in the same order, some pages at a
 * time. Memory is bounded: lines are read no faster than answers are written.
 */
export async function extractBatch(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  extract: (page: BatchPage) => Promise<Step<Extraction>>,
  workers: number,
): Promise<void> {
  const sizeOf = (): number => waiting.reduce((sum, { size }) => sum + size, 0);
  const waiting: { readonly size: number; readonly answer: Promise<string> }[] = [];
  const writeFirst = async (): Promise<void> => {
    const first = waiting.shift();
    if (first === undefined) return;
    const line = await first.answer;
    if (!output.write(`${line}\n`)) await once(output, 'drain');
  };
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue;
    waiting.push({ size: line.length, answer: answer(line, extract) });
    // Some lines ahead of a slow one keep the other threads busy.
    while (waiting.length >= workers * 8 || sizeOf() > MAX_WAITING) await writeFirst();
  }
  while (waiting.length > 0) await writeFirst();
}
