/**
 * Extraction quality and speed over the pages of WCXB: runs `garner extract --batch` and scores word F1 by page type.
 * Usage: GARNER_DATA=<folder> node bench/extract.ts [--limit N] [--workers N] [--out predictions.jsonl]
 */
import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

interface Truth {
  readonly id: string;
  readonly url: string | null;
  readonly page_type: string;
  readonly main_content: string | null;
}

interface Score {
  readonly type: string;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

const { values } = parseArgs({ options: { limit: { type: 'string' }, workers: { type: 'string' }, out: { type: 'string' } } });
const folder = join(process.env['GARNER_DATA'] ?? '', 'wcxb');
if (!existsSync(join(folder, 'ground-truth.jsonl'))) {
  console.error('set GARNER_DATA to the folder that holds wcxb/');
  process.exit(2);
}

const words = (text: string | null): string[] => (text ?? '').toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];

function bag(list: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of list) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** The benchmark's metric: overlap of the two bags of words. */
function score(type: string, predicted: string, reference: string | null): Score {
  const found = words(predicted);
  const wanted = words(reference);
  if (wanted.length === 0 || found.length === 0) {
    const same = wanted.length === found.length ? 1 : 0;
    return { type, precision: same, recall: same, f1: same };
  }
  const have = bag(found);
  let hits = 0;
  for (const [word, count] of bag(wanted)) hits += Math.min(count, have.get(word) ?? 0);
  const precision = hits / found.length;
  const recall = hits / wanted.length;
  return { type, precision, recall, f1: hits === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

function show(name: string, scores: readonly Score[]): void {
  const mean = (of: (score: Score) => number): string => (scores.reduce((sum, one) => sum + of(one), 0) / scores.length).toFixed(4);
  const figures = `F1 ${mean((one) => one.f1)}  P ${mean((one) => one.precision)}  R ${mean((one) => one.recall)}`;
  console.log(`${name.padEnd(14)} ${String(scores.length).padStart(5)} pages  ${figures}`);
}

const truth = readFileSync(join(folder, 'ground-truth.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Truth)
  .slice(0, Number(values.limit ?? Number.POSITIVE_INFINITY));

const main = new URL('../src/cli/main.ts', import.meta.url).pathname;
const workers = values.workers === undefined ? [] : ['--workers', values.workers];
const child = spawn(process.execPath, [main, 'extract', '--batch', ...workers], { stdio: ['pipe', 'pipe', 'inherit'] });
const start = performance.now();
const out = values.out === undefined ? null : createWriteStream(values.out);
const scores: Score[] = [];
const errors = new Map<string, number>();

const feed = async (): Promise<void> => {
  for (const { id, url } of truth) {
    const line = JSON.stringify({ id, url: url ?? '', path: join(folder, 'html', `${id}.html.gz`) });
    if (!child.stdin.write(`${line}\n`)) await new Promise((resolve) => child.stdin.once('drain', resolve));
  }
  child.stdin.end();
};

const fed = feed();
let at = 0;
for await (const line of createInterface({ input: child.stdout })) {
  const answer = JSON.parse(line) as { id: string; text: string; error?: string };
  const expected = truth[at++];
  if (expected === undefined || expected.id !== answer.id) throw new Error(`out of order: ${answer.id} where ${expected?.id} was asked`);
  if (answer.error !== undefined) errors.set(answer.error.split(':')[0] ?? '', (errors.get(answer.error.split(':')[0] ?? '') ?? 0) + 1);
  scores.push(score(expected.page_type, answer.text, expected.main_content));
  out?.write(`${JSON.stringify({ id: answer.id, text: answer.text })}\n`);
}
await fed;
out?.end();

const seconds = (performance.now() - start) / 1000;
if (scores.length !== truth.length) throw new Error(`${scores.length} answers to ${truth.length} pages`);
for (const type of [...new Set(scores.map((one) => one.type))].sort()) {
  show(
    type,
    scores.filter((one) => one.type === type),
  );
}
show('all', scores);
for (const [error, count] of errors) console.log(`no text: ${count} × ${error}`);
console.log(`${(scores.length / seconds).toFixed(1)} pages/s, ${((seconds * 1000) / scores.length).toFixed(0)} ms/page of wall clock`);
