/**
 * Quality, measured: labelled cases with each miss, what the presets keep of real pages by their type, what measuring costs, and what
 * hostile texts cost. `npm run bench -- quality --data DIR`, DIR being the folder of outside data (default: GARNER_DATA).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { presetOf } from '../src/config/quality-presets.ts';
import { judge } from '../src/quality/judge.ts';
import { type Measures, measureText } from '../src/quality/measure.ts';
import { applyPreset, judgeQuality } from '../src/quality/quality.ts';
import { babbleOf } from './quality/babble.ts';
import { hostile } from './quality/hostile.ts';

interface Case {
  readonly id: string;
  readonly lang: string;
  readonly text: string;
  readonly expected: Readonly<Record<string, { readonly keep: boolean; readonly reason: string | null }>>;
}

interface Page {
  readonly id: string;
  readonly page_type: string;
  readonly main_content: string | null;
}

const { values } = parseArgs({ options: { data: { type: 'string' }, only: { type: 'string' } } });
const folder = values.data ?? process.env['GARNER_DATA'];
if (folder === undefined) throw new Error('Name the folder of outside data: --data DIR, or GARNER_DATA.');
const wants = (part: string): boolean => values.only === undefined || values.only === part;
const rows = (...path: readonly string[]): readonly unknown[] =>
  readFileSync(join(folder, ...path), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
const readPages = (): readonly Page[] => rows('wcxb', 'ground-truth.jsonl') as readonly Page[];

function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The least of some rounds is what the work takes; the rest is the collector, and the neighbours. */
const leastMs = (work: () => unknown, rounds = 5): number => Math.min(...Array.from({ length: rounds }, () => cpuMs(work)));

const cases = rows('quality', 'quality-cases.jsonl') as readonly Case[];
if (wants('cases')) {
  const checks = cases.flatMap(({ id, lang, text, expected }) =>
    Object.entries(expected).map(([preset, { keep, reason }]) => {
      const { kept, rule = null } = judgeQuality(text, { language: lang, preset });
      return { id, preset, expected: keep ? 'kept' : reason, found: kept ? 'kept' : rule };
    }),
  );
  for (const preset of new Set(checks.map((each) => each.preset))) {
    const own = checks.filter((each) => each.preset === preset);
    const right = own.filter(({ expected, found }) => expected === found).length;
    console.log(`cases  ${preset.padEnd(26)} ${right} of ${own.length} verdicts and reasons`);
  }
  for (const { id, preset, expected, found } of checks.filter((each) => each.expected !== each.found))
    console.log(`  ${id}, ${preset}: ${found}, not ${expected}`);
}

/** The pages carry no language: one whose stop words are there, English when in doubt. */
const CANDIDATES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'zh', 'ja', 'ko', 'ru'];
const languageOf = (text: string): string =>
  CANDIDATES.map((tag) => ({ tag, found: measureText(text.slice(0, 5000), tag)['stop_words'] ?? 0 })).reduce((best, each) =>
    each.found > best.found + 2 ? each : best,
  ).tag;

const FEWEST_WORDS = 50;
const TARGET = 0.97;
if (wants('wcxb')) {
  const pages = readPages().flatMap(({ id, page_type: type, main_content: text }) => {
    if (text === null) return [];
    const language = languageOf(text);
    const measures = measureText(text, language);
    return (measures['words'] ?? 0) > FEWEST_WORDS ? [{ id, type, text, language, measures }] : [];
  });
  const types = [...new Set(pages.map(({ type }) => type))].sort();
  console.log(`\nshare kept of ${pages.length} main contents of more than ${FEWEST_WORDS} words`);
  console.log(`${''.padEnd(20)}${['all', ...types].map((type) => type.slice(0, 9).padStart(10)).join('')}`);
  for (const name of ['standard', 'gopher-quality', 'gopher-repetition', 'fineweb', 'fineweb2', 'c4', 'refinedweb']) {
    const preset = presetOf(name);
    const judged = pages.map(({ type, text, language, measures }) => ({
      type,
      kept: applyPreset(text, language, preset, measures).verdict.kept,
    }));
    const share = (of: typeof judged): number => of.filter(({ kept }) => kept).length / of.length;
    const shares = [share(judged), ...types.map((type) => share(judged.filter((each) => each.type === type)))];
    const target = name === 'standard' ? `  (target: all ≥ ${TARGET}${(shares[0] ?? 0) < TARGET ? ', MISSED' : ''})` : '';
    console.log(`${name.padEnd(20)}${shares.map((each) => each.toFixed(3).padStart(10)).join('')}${target}`);
  }
  for (const { id, type, language, measures } of pages) {
    const verdict = judge(measures, language, presetOf('standard'));
    if (!verdict.kept) console.log(`  standard drops ${id} (${type}): ${verdict.rule}: ${verdict.because}`);
  }
}

const MOST_SUSPECTED = 0.003;
if (wants('babble')) {
  const suspected = (texts: readonly string[]): number =>
    texts.filter((text) => judgeQuality(text, { language: 'en' }).rule === 'babble').length / texts.length;
  const pages = readPages().flatMap(({ page_type: type, main_content: text }) => (text === null ? [] : [{ type, text }]));
  const real = suspected(pages.map(({ text }) => text));
  console.log(
    `\nbabble  real pages             ${real.toFixed(4)} dropped (target ≤ ${MOST_SUSPECTED}${real > MOST_SUSPECTED ? ', MISSED' : ''})`,
  );
  const articles = pages.filter(({ type }) => type === 'article').map(({ text }) => text);
  for (const [kind, texts] of babbleOf(articles, 60, 800)) console.log(`babble  ${kind.padEnd(22)} ${suspected(texts).toFixed(2)} dropped`);
}

const BUDGET_MS = 1.5;
if (wants('cost')) {
  const english = readPages()
    .flatMap(({ main_content: text }) => (text !== null && text.length >= 5000 ? [text.slice(0, 5000)] : []))
    .slice(0, 200);
  const chinese = cases
    .filter(({ id }) => id === 'good-zh')
    .flatMap(({ text }) => Array.from({ length: 200 }, () => text.repeat(7).slice(0, 1700)));
  console.log('');
  for (const [name, texts, language] of [
    ['English, 5 kB', english, 'en'],
    ['Chinese, 5 kB', chinese, 'zh'],
  ] as const) {
    const ms = leastMs(() => texts.map((text): Measures => measureText(text, language))) / texts.length;
    console.log(`cost  ${name}  ${ms.toFixed(2)} ms CPU a page (target ≤ ${BUDGET_MS}${ms > BUDGET_MS ? ', MISSED' : ''})`);
  }
}

const WORST_MS = 100;
if (wants('hostile')) {
  console.log('');
  for (const [name, text] of hostile) {
    const measured = leastMs(() => measureText(text, 'en'), 3);
    const edited = Math.max(...['c4', 'refinedweb'].map((preset) => leastMs(() => applyPreset(text, 'en', presetOf(preset), {}).text, 2)));
    const slow = measured > WORST_MS ? `  MISSED: target ≤ ${WORST_MS}` : '';
    console.log(
      `hostile  ${name.padEnd(28)} measures ${measured.toFixed(0).padStart(4)} ms CPU, edit and measures ${edited.toFixed(0).padStart(4)}${slow}`,
    );
  }
}
