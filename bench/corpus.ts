/**
 * What becomes of real pages between their text and the corpus: `npm run bench -- corpus --data DIR [--limit N]`.
 *
 * The WCXB pages are extracted, then told, masked, measured and signed as refining does it, each part timed by itself. Every text comes three times, under
 * other addresses: as it is, with one word in a hundred changed here and there, and with one passage of 5 % replaced. Built into a corpus, each should stand
 * once and count three; the time of that build is its share of a page's.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildCorpus } from '../src/corpus/build.ts';
import { curator } from '../src/corpus/curate.ts';
import { readShard } from '../src/corpus/shards/read.ts';
import { lineKeys } from '../src/dedup/furniture.ts';
import { signature } from '../src/dedup/signature.ts';
import { extractBare } from '../src/extract/bare.ts';
import { prepareExtractor } from '../src/extract/index.ts';
import { openLanguageDetector } from '../src/language/language.ts';
import { maskPersonalData } from '../src/privacy/personal-data.ts';
import { measureText } from '../src/quality/measure.ts';
import { projectSchema } from '../src/config/project.ts';
import type { Digest } from '../src/records.ts';
import { openTextReader } from '../src/refine/text.ts';
import { buildOf, curationOf, refinedPage, type SyntheticPage } from '../test/corpus/synthetic.ts';
import { readHtml, readTruth } from '../train/extract/truth.ts';
import { cpuOf } from './extract/clock.ts';
import { random } from './pipeline/random.ts';

const BUDGET_MS = 4;
const { values } = parseArgs({ options: { data: { type: 'string' }, limit: { type: 'string', default: '100000' } } });
if (values.data === undefined) throw new Error('name the folder that has wcxb/: --data DIR');

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
const STRANGE = ['harbour', 'violet', 'seventeen', 'ladder', 'quietly', 'orchard', 'borrowed', 'northern', 'kettle', 'almanac'];

/** A text with `share` of its words replaced: here and there, or all in one passage. */
function changed(text: string, share: number, how: 'scattered' | 'together', seed: number): string {
  const next = random(seed);
  const parts = [...segmenter.segment(text)];
  const words = parts.flatMap(({ isWordLike }, at) => (isWordLike === true ? [at] : []));
  const count = Math.max(1, Math.round(words.length * share));
  const first = Math.floor(next() * (words.length - count));
  const chosen = new Set(
    how === 'together'
      ? words.slice(first, first + count)
      : Array.from({ length: count }, (_, n) => words[Math.floor(((n + next()) / count) * words.length)]),
  );
  return parts.map(({ segment }, at) => (chosen.has(at) ? (STRANGE[Math.floor(next() * STRANGE.length)] ?? segment) : segment)).join('');
}

await prepareExtractor('garner');
const texts: string[] = [];
for (const page of readTruth(values.data).slice(0, Number(values.limit))) {
  const step = await extractBare({ body: readHtml(values.data, page), contentType: 'text/html', url: page.url ?? '', extractor: 'garner' });
  if (step.kept) texts.push(step.record.text);
}

const detector = await openLanguageDetector();
const policy = projectSchema.parse({}).personalData;
const parts: readonly (readonly [string, (text: string) => unknown])[] = [
  ['personal data', (text) => [maskPersonalData(text, policy), maskPersonalData(text, policy)]],
  ['language', (text) => [detector.detect(text), detector.mixture(text)]],
  ['measures', (text) => measureText(text, 'en')],
  ['signature', (text) => signature(text, 'en')],
];
for (const [, work] of parts) for (const text of texts.slice(0, 200)) work(text);
let sum = 0;
console.log(
  `${texts.length} texts, ${Math.round(texts.reduce((total, { length }) => total + length, 0) / texts.length)} characters each on average`,
);
const told = (part: string, ms: number): void => console.log(`  ${part.padEnd(24)}${ms.toFixed(3).padStart(8)} ms of CPU a page`);
for (const [name, work] of parts) {
  const { ms } = cpuOf(() => texts.forEach((text) => work(text)));
  sum += ms / texts.length;
  told(name, ms / texts.length);
}

const pages: SyntheticPage[] = texts.flatMap((text, n): SyntheticPage[] => [
  { url: `https://one.test/${n}`, text },
  { url: `https://two.test/${n}`, text: changed(text, 0.01, 'scattered', n) },
  { url: `https://three.test/${n}`, text: changed(text, 0.05, 'together', n) },
]);
const reader = await openTextReader();
const refined = new Map(
  pages.map((page) => {
    const record = refinedPage({ ...page, text: page.text ?? '' });
    return [page.url, { ...record, ...reader.describe(record.text, null) }] as const;
  }),
);
const curate = curator(await curationOf());
const inputOf = (folder: string, some: readonly SyntheticPage[]) =>
  buildOf(folder, some, {
    refined: async ({ capture: { url } }) => {
      const record = refined.get(url);
      if (record === undefined) throw new Error(`nothing is known of ${url}`);
      return { kept: true, record };
    },
    curate,
    linesOf: lineKeys,
    duplicates: { preset: 'verified', scope: 'corpus' },
    policy: { digest: `sha256:${'0'.repeat(64)}` as Digest },
  });
const folder = await mkdtemp(join(tmpdir(), 'garner-bench-corpus-'));
try {
  // A build draws charts at its end, once however large it is; what draws them is loaded like the rest before time is taken.
  await buildCorpus(inputOf(join(folder, 'first'), pages.slice(0, 200)));
  const input = inputOf(join(folder, 'whole'), pages);
  const before = process.cpuUsage();
  const { manifest } = await buildCorpus(input);
  const { user, system } = process.cpuUsage(before);
  const share = (user + system) / 1000 / pages.length;
  told('its share of a build', share);
  told('together', sum + share);
  console.log(`  at most ${BUDGET_MS} ms: ${sum + share <= BUDGET_MS ? 'met' : 'MISSED'}\n`);

  const copies: number[] = [];
  const alone: number[] = [];
  for (const { path } of manifest.shards)
    for await (const { duplicates, quality } of readShard(input.folder, path, ['duplicates', 'quality'])) {
      copies.push(Number(duplicates) + 1);
      if (Number(duplicates) < 2) alone.push((JSON.parse(String(quality)) as { readonly words: number }).words);
    }
  const thrice = copies.filter((count) => count >= 3).length;
  console.log(`${pages.length} pages, each text three times: ${copies.length} documents, of which ${thrice} count three or more`);
  console.log(`  ${alone.length} count fewer, of ${alone.toSorted((a, b) => a - b).join(', ')} words`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
