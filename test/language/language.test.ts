import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { beforeAll, describe, expect, test } from 'vitest';
import { evidenceOf } from '../../src/language/evidence.ts';
import { detectLanguage, type LanguageDetector, openLanguageDetector } from '../../src/language/language.ts';

const fixtures = join(import.meta.dirname, '../fixtures/language');
const paragraphsOf = (language: string): readonly string[] =>
  readFileSync(join(fixtures, `${language}.txt`), 'utf8')
    .trim()
    .split('\n\n');
const languages = readdirSync(fixtures).map((file) => file.slice(0, -'.txt'.length));

let detector: LanguageDetector;
beforeAll(async () => {
  detector = await openLanguageDetector();
});

test('paragraphs in 34 languages and scripts are told at least 98 times in 100', () => {
  expect(languages).toHaveLength(34);
  const all = languages.flatMap((language) => paragraphsOf(language).map((text) => ({ language, text })));
  const wrong = all.filter(({ language, text }) => detector.detect(text).language !== language);
  expect(all.length).toBeGreaterThanOrEqual(34 * 5);
  expect(wrong.slice(Math.floor(all.length * 0.02))).toEqual([]);
});

describe('one text', () => {
  test.each([
    ['nothing', ''],
    ['white space', ' \n\t '],
    ['numbers', '12 345, 67.8 % – 2026'],
    ['addresses', 'https://example.test/a/path www.example.test someone@example.test'],
    ['code', 'const total = prices.map((each) => each * 1.2);\nreturn { total, tax: total - net };'],
    ['half a character', '\uD83D'],
  ])('with nothing to tell: %s', (_, text) => {
    expect(detector.detect(text)).toEqual({ language: 'und', score: 0 });
  });

  test.each([
    ['Das Fahrrad steht im Keller.', 'de'],
    ['Le vélo est dans la cave.', 'fr'],
    ['Велосипед стоит в подвале.', 'ru'],
    ['自転車は地下室にあります。', 'ja'],
    ['자전거는 지하실에 있습니다.', 'ko'],
    ['自行车在地下室里。', 'zh-Hans'],
    ['腳踏車在地下室裡。', 'zh-Hant'],
    ['Basikal itu disimpan di dalam stor bawah tanah kerana hujan lebat semalam.', 'ms'],
  ])('that is short: %s', (text, language) => {
    const found = detector.detect(text);
    expect(found.language).toBe(language);
    expect(found.score).toBeGreaterThan(0.3);
  });

  test('is in its language whatever it quotes, links and lists', () => {
    const [first = '', second = ''] = paragraphsOf('fi');
    const code = 'import { readFile } from "node:fs/promises";\nconst text = await readFile(path, "utf8");\n'.repeat(8);
    const links = 'https://example.test/the/first/of/all/the/pages-that-are-read-by-everyone\n'.repeat(20);
    expect(detector.detect(`${first}\n${code}\n${links}\n${second}`).language).toBe('fi');
  });

  test('that is long is not judged by its beginning', () => {
    const notice = 'This page is available in English only for some of its visitors. ';
    const [body = ''] = paragraphsOf('pl');
    expect(detector.detect(notice + `${body}\n`.repeat(200)).language).toBe('pl');
  });

  test('costs no more when it is long', () => {
    expect(evidenceOf('wörter und noch mehr wörter '.repeat(400_000)).length).toBeLessThan(1000);
    expect(evidenceOf('wort'.repeat(400_000)).length).toBeLessThan(1000);
  });

  test('says the same again, in a detector of its own', async () => {
    const [text = ''] = paragraphsOf('da');
    const first = detector.detect(text);
    detector.detect('something else in between');
    expect(detector.detect(text)).toEqual(first);
    expect(await detectLanguage(text)).toEqual(first);
  });
});

describe('what a text is mixed of', () => {
  const half = (language: string): string => paragraphsOf(language).join('\n\n');

  test('nothing when one language has it all, or there is nothing to tell', () => {
    for (const text of ['', 'Short.', half('de'), half('zh-Hans'), `${half('en')}\n\nKort.`]) expect(detector.mixture(text)).toEqual({});
  });

  test.each([
    ['en', 'fr'],
    ['de', 'zh-Hans'],
    ['ru', 'ar'],
    ['ja', 'ko'],
  ])('%s and %s', (one, other) => {
    const shares = detector.mixture(`${half(one)}\n\n${half(other)}`);
    const length = half(one).length / (half(one).length + half(other).length);
    expect(Object.keys(shares).toSorted()).toEqual([one, other].toSorted());
    expect(Math.abs((shares[one] ?? 0) - length)).toBeLessThan(0.15);
    expect(Object.values(shares).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 2);
  });
});

test('it works in a thread', async () => {
  const module = join(import.meta.dirname, '../../src/language/language.ts');
  const program = `
    const { parentPort } = require('node:worker_threads');
    import(${JSON.stringify(module)}).then(async ({ detectLanguage }) =>
      parentPort.postMessage(await detectLanguage('In einem Faden geht es genauso gut wie in jedem anderen.')));`;
  const worker = new Worker(program, { eval: true, env: {} });
  const answer = await new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  expect(answer).toMatchObject({ language: 'de' });
  await worker.terminate();
});
