/**
 * Language: accuracy over paragraphs that were written for it (test/fixtures/language), whole and cut short, and what it costs on the texts of
 * WCXB. Usage: npm run bench -- language [--data DIR]
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openLanguageDetector } from '../src/language/language.ts';
import { readTruth } from '../train/extract/truth.ts';
import { cpuOf, mean } from './extract/clock.ts';

const { values } = parseArgs({ options: { data: { type: 'string', default: process.env['GARNER_DATA'] ?? '' } } });
const fixtures = join(import.meta.dirname, '../test/fixtures/language');
const WHOLE = 10_000;

const before = performance.now();
const detector = await openLanguageDetector();
console.log(`opened in ${(performance.now() - before).toFixed(0)} ms  (target: under 300)`);

const paragraphs = readdirSync(fixtures).flatMap((file) =>
  readFileSync(join(fixtures, file), 'utf8')
    .trim()
    .split('\n\n')
    .map((text) => ({ language: file.slice(0, -'.txt'.length), text })),
);
const isRight = (language: string, text: string): boolean => detector.detect(text).language === language;

for (const length of [WHOLE, 150, 60, 30]) {
  const wrong = paragraphs.filter(({ language, text }) => !isRight(language, text.slice(0, length)));
  const share = (1 - wrong.length / paragraphs.length) * 100;
  const by = Map.groupBy(wrong, ({ language }) => language);
  console.log(
    `${(length === WHOLE ? 'whole' : `${length} characters`).padEnd(15)} ${share.toFixed(1)} % of ${paragraphs.length} right` +
      `${length === WHOLE ? '  (target: 98 %)' : ''}  wrong: ${[...by].map(([language, { length: count }]) => `${language} ${count}`).join(', ') || 'none'}`,
  );
}
console.log([...Map.groupBy(paragraphs, ({ language }) => language)].map(([language, { length }]) => `${language} ${length}`).join(', '));

if (existsSync(values.data)) {
  const texts = readTruth(values.data).map(({ main_content: text }) => text ?? '');
  for (const text of texts.slice(0, 200)) detector.mixture(text + detector.detect(text).language);
  const detecting = cpuOf(() => texts.map((text) => detector.detect(text).language));
  const mixing = cpuOf(() => texts.map((text) => detector.mixture(text)));
  const ms = (detecting.ms + mixing.ms) / texts.length;
  const length = mean(texts.map((text) => text.length));
  console.log(
    `CPU mean of ${texts.length} texts of ${(length / 1000).toFixed(1)} kB: language ${(detecting.ms / texts.length).toFixed(2)} ms + mixture ` +
      `${(mixing.ms / texts.length).toFixed(2)} ms = ${ms.toFixed(2)} ms, ${(1000 / ms).toFixed(0)} texts/s  (target: 0.5 ms)`,
  );
  const counts = [...Map.groupBy(detecting.result, (language) => language)].map(([language, { length: n }]) => [language, n] as const);
  console.log(
    counts
      .toSorted(([, one], [, other]) => other - one)
      .map(([language, n]) => `${language} ${n}`)
      .join(', '),
  );
  console.log(`mixed: ${mixing.result.filter((each) => Object.keys(each).length > 0).length} texts`);
}
