/**
 * Extraction over the pages of WCXB: word F1 by page type, snippets, what pages say about themselves, and CPU beside that of parsing alone.
 * Every page is extracted with the weights of the fold that has not seen its site, so the figures are cross-validated. CPU is taken in some
 * rounds over all pages: of each page the cheapest counts, since the others also hold what the machine's other work does to caches and memory;
 * what all rounds took, the collector's share in full, is told beside it.
 * Usage: npm run bench -- extract --data DIR [--folds DIR] [--shipped] [--limit N] [--rounds N] [--readability N] [--second C] [--worst N] [--out FILE] [--memory N]
 * `--shipped` takes the weights of the release instead, which have seen all pages; `--readability N` also reads every N-th page by jsdom,
 * `--second C` those of which the confidence is below C, to say what a second opinion is worth; `--memory N` does nothing but read N pages,
 * those of WCXB in turn, and tell what memory that takes.
 */
import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { Readability } from '@mozilla/readability';
import { parseDocument } from 'htmlparser2';
import { JSDOM, VirtualConsole } from 'jsdom';
import { findLinks } from '../src/discover/links.ts';
import { extractWith } from '../src/extract/garner.ts';
import { prepareExtractor } from '../src/extract/index.ts';
import { trainedWeights } from '../src/extract/model/trained.ts';
import { readWeights, type StoredWeights, type Weights } from '../src/extract/model/weights.ts';
import { openPage } from '../src/extract/open.ts';
import { readabilityExtractor } from '../src/extract/readability.ts';
import type { Extraction } from '../src/records.ts';
import { FOLDS, foldOf, readHtml, readTruth, type Truth } from '../train/extract/truth.ts';
import { cpuOf, mean, percentile } from './extract/clock.ts';
import { sameAuthor, sameDay, sameTitle } from './extract/facts.ts';
import { showMemory } from './extract/memory.ts';
import { type Score, scoreOf, shareOf } from './extract/score.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: process.env['GARNER_DATA'] ?? '' },
    folds: { type: 'string', default: join(import.meta.dirname, 'extract/folds') },
    shipped: { type: 'boolean', default: false },
    limit: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    readability: { type: 'string', default: '30' },
    second: { type: 'string', default: '0' },
    worst: { type: 'string', default: '0' },
    out: { type: 'string' },
    memory: { type: 'string' },
  },
});

interface Row extends Score {
  readonly truth: Truth;
  readonly found: Extraction | null;
}

const readFold = (fold: number): Weights =>
  readWeights(JSON.parse(gunzipSync(readFileSync(join(values.folds, `${fold}.json.gz`))).toString()) as StoredWeights);
const weights = values.shipped ? [] : Array.from({ length: FOLDS }, (_, fold) => readFold(fold));

/** The whole of what refining does to a page but for its rights. */
function extracted(body: Uint8Array, url: string, own: Weights): Extraction | null {
  const opened = openPage(body, 'text/html', () => true);
  if (!opened.kept) return null;
  const { document } = opened.record;
  if (document !== null) findLinks(document, url === '' ? 'https://example.org/' : url, { order: 'keep', drop: [] });
  const step = extractWith({ ...opened.record, url, select: { remove: [] }, language: null }, own);
  return step.kept ? step.record : null;
}

const weightsFor = (truth: Truth): Weights => weights[foldOf(truth)] ?? trainedWeights();

function rowOf(truth: Truth): Row {
  const found = extracted(readHtml(values.data, truth), truth.url ?? '', weightsFor(truth));
  return { truth, found, ...scoreOf(found?.text ?? '', truth.main_content) };
}

const rounds = Number(values.rounds);

/** CPU milliseconds of parsing each page alone and of all that is done with it, by round. */
function timed(truths: readonly Truth[]): readonly { readonly parse: readonly number[]; readonly whole: readonly number[] }[] {
  const times = truths.map(() => ({ parse: [] as number[], whole: [] as number[] }));
  for (let round = 0; round < rounds; round += 1)
    truths.forEach((truth, page) => {
      const body = readHtml(values.data, truth);
      const text = body.toString();
      times[page]?.parse.push(cpuOf(() => parseDocument(text)).ms);
      times[page]?.whole.push(cpuOf(() => extracted(body, truth.url ?? '', weightsFor(truth))).ms);
    });
  return times;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function show(name: string, rows: readonly Row[]): void {
  const of = (value: (row: Row) => number): string => mean(rows.map(value)).toFixed(4);
  const included = mean(rows.map(({ truth, found }) => (truth.with.length === 0 ? 1 : shareOf(found?.text ?? '', truth.with))));
  const excluded = mean(rows.map(({ truth, found }) => (truth.without.length === 0 ? 0 : shareOf(found?.text ?? '', truth.without))));
  console.log(
    `${name.padEnd(14)} ${String(rows.length).padStart(5)} pages  F1 ${of((row) => row.f1)}  P ${of((row) => row.precision)}  R ${of((row) => row.recall)}  with ${included.toFixed(3)}  without ${excluded.toFixed(3)}`,
  );
}

function showFact(
  name: string,
  rows: readonly Row[],
  wanted: (truth: Truth) => string | null,
  isSame: (row: Row, wanted: string) => boolean,
): void {
  const told = rows.filter(({ truth }) => (wanted(truth) ?? '') !== '');
  const right = told.filter((row) => isSame(row, wanted(row.truth) ?? ''));
  console.log(`${name.padEnd(14)} ${String(told.length).padStart(5)} pages  right ${percent(right.length / told.length)}`);
}

/** CPU milliseconds of each page by jsdom and Readability: as a program would call them, and by the `readability` extractor, which spares jsdom what no text is in. */
async function readabilityMs(truths: readonly Truth[]): Promise<{ readonly plain: readonly number[]; readonly own: readonly number[] }> {
  await prepareExtractor('readability');
  const plain = truths.map(() => Number.POSITIVE_INFINITY);
  const own = truths.map(() => Number.POSITIVE_INFINITY);
  const least = (times: number[], page: number, before: NodeJS.CpuUsage): void => {
    const { user, system } = process.cpuUsage(before);
    times[page] = Math.min(times[page] ?? 0, (user + system) / 1000);
  };
  for (let round = 0; round < rounds; round += 1)
    for (const [page, truth] of truths.entries()) {
      const body = readHtml(values.data, truth);
      const url = truth.url ?? '';
      const beforePlain = process.cpuUsage();
      readPlainly(body, url);
      least(plain, page, beforePlain);
      // jsdom lets go of a page when the program has a moment.
      await setImmediate();
      const opened = openPage(body, 'text/html', () => true);
      if (!opened.kept) {
        own[page] = 0;
        continue;
      }
      const beforeOwn = process.cpuUsage();
      await readabilityExtractor.extract({ ...opened.record, url, select: { remove: [] }, language: null });
      least(own, page, beforeOwn);
    }
  return { plain, own };
}

function readPlainly(body: Uint8Array, url: string): string {
  const { window } = new JSDOM(body, { url: url === '' ? 'https://example.org/' : url, virtualConsole: new VirtualConsole() });
  const text = new Readability(window.document).parse()?.textContent ?? '';
  window.close();
  return text;
}

/** F1 of pages by tenths of confidence, beside Readability's. */
async function showSecondOpinions(rows: readonly Row[], below: number): Promise<void> {
  await prepareExtractor('readability');
  const tenths = new Map<number, { own: number[]; second: number[] }>();
  for (const { truth, found, f1 } of rows) {
    const confidence = found?.confidence ?? 1;
    const opened = confidence < below ? openPage(readHtml(values.data, truth), 'text/html', () => true) : null;
    if (opened === null || !opened.kept) continue;
    const step = await readabilityExtractor.extract({ ...opened.record, url: truth.url ?? '', select: { remove: [] }, language: null });
    const tenth = Math.floor(confidence * 10);
    const { own, second } = tenths.get(tenth) ?? { own: [], second: [] };
    tenths.set(tenth, { own, second });
    own.push(f1);
    second.push(scoreOf(step.kept ? step.record.text : '', truth.main_content).f1);
  }
  for (const [tenth, { own, second }] of [...tenths].sort(([a], [b]) => a - b))
    console.log(
      `confidence 0.${tenth}: ${own.length} pages  F1 garner ${mean(own).toFixed(3)}  readability ${mean(second).toFixed(3)}  better on ${second.filter((f1, at) => f1 > (own[at] ?? 0)).length}`,
    );
}

const truths = readTruth(values.data).slice(0, Number(values.limit ?? Number.POSITIVE_INFINITY));
if (values.memory !== undefined) {
  const read = (page: number): void => {
    const truth = truths[page];
    if (truth !== undefined) extracted(readHtml(values.data, truth), truth.url ?? '', trainedWeights());
  };
  await showMemory(Number(values.memory), truths.length, read);
  process.exit();
}
const rows = truths.map(rowOf);
for (const type of [...new Set(truths.map((truth) => truth.page_type))].sort())
  show(
    type,
    rows.filter(({ truth }) => truth.page_type === type),
  );
show('all', rows);
showFact(
  'title',
  rows,
  ({ title }) => title,
  ({ found }, wanted) => sameTitle(found?.title ?? null, wanted),
);
showFact(
  'author',
  rows,
  ({ author }) => author,
  ({ found }, wanted) => sameAuthor(found?.author ?? null, wanted),
);
showFact(
  'published',
  rows,
  ({ publish_date: date }) => date,
  ({ found }, wanted) => sameDay(found?.published ?? null, wanted),
);
showFact(
  'page type',
  rows,
  ({ page_type: type }) => type,
  ({ found }, wanted) => found?.pageType === wanted,
);

if (rounds > 0) {
  const times = timed(truths);
  const parse = times.map((page) => Math.min(...page.parse));
  const whole = times.map((page) => Math.min(...page.whole));
  const all = mean(times.map((page) => mean(page.whole))) / mean(times.map((page) => mean(page.parse)));
  const compare = (of: (values: readonly number[]) => number): string =>
    `${of(whole).toFixed(1)} ms, ${(of(whole) / of(parse)).toFixed(2)} × the ${of(parse).toFixed(1)} ms of htmlparser2.parseDocument`;
  console.log(`CPU mean ${compare(mean)}, ${all.toFixed(2)} × in all rounds together`);
  console.log(`CPU p99  ${compare((each) => percentile(each, 0.99))}`);
  const step = Number(values.readability);
  if (step > 0) {
    const sample = truths.filter((_, i) => i % step === 0);
    const { plain, own } = await readabilityMs(sample);
    const garner = mean(whole.filter((_, i) => i % step === 0));
    const times = (slow: readonly number[]): string => `${mean(slow).toFixed(0)} ms, ${(mean(slow) / garner).toFixed(1)} × as much`;
    console.log(`jsdom + Readability on ${sample.length} of the pages ${times(plain)}; as the \`readability\` extractor ${times(own)}`);
  }
}

if (Number(values.second) > 0) await showSecondOpinions(rows, Number(values.second));

for (const { truth, f1, precision, recall, found } of rows.toSorted((a, b) => a.f1 - b.f1).slice(0, Number(values.worst)))
  console.log(
    `worst ${truth.id} ${truth.page_type} F1 ${f1.toFixed(3)} P ${precision.toFixed(3)} R ${recall.toFixed(3)} taken for ${found?.pageType ?? 'nothing'} ${truth.url ?? ''}`,
  );

if (values.out !== undefined) {
  const out = createWriteStream(values.out);
  for (const { truth, found } of rows) out.write(`${JSON.stringify({ id: truth.id, text: found?.text ?? '', ...found })}\n`);
  out.end();
}
