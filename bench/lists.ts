/**
 * Lists that users name: loading five million domains and asking for URLs; finding benchmarks in the texts of WCXB.
 * Usage: npm run bench -- lists [--data DIR] [--domains N]
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openUrlBlocklist } from '../src/blocklists/blocklists.ts';
import { openBenchmarks } from '../src/contamination/contamination.ts';
import { readTruth } from '../train/extract/truth.ts';
import { cpuOf } from './extract/clock.ts';

const { values } = parseArgs({
  options: { data: { type: 'string', default: process.env['GARNER_DATA'] ?? '' }, domains: { type: 'string', default: '5000000' } },
});
const folder = mkdtempSync(join(tmpdir(), 'garner-bench-'));
const count = Number(values.domains);
const hostOf = (n: number): string => `${(Math.imul(n, 0x9e_37_79_b1) >>> 0).toString(36)}-${n}.example`;

const list = join(folder, 'domains.txt');
for (let n = 0; n < count; n += 100_000)
  writeFileSync(list, Array.from({ length: Math.min(100_000, count - n) }, (_, i) => `${hostOf(n + i)}\n`).join(''), { flag: 'a' });
const before = performance.now();
const cpuBefore = process.cpuUsage();
const blocklist = await openUrlBlocklist([list]);
const seconds = (performance.now() - before) / 1000;
const { user, system } = process.cpuUsage(cpuBefore);
console.log(
  `${count} domains in ${seconds.toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s CPU, ${(blocklist.size.bytes / 2 ** 20).toFixed(0)} MiB  (target: 10 s CPU)`,
);
const urls = Array.from({ length: 200_000 }, (_, n) => `https://www.${hostOf(n * 40)}/a/page/of/some/length-${n}.html?id=${n}`);
const asked = cpuOf(() => urls.filter((url) => blocklist.blocks(url) !== null).length);
const wanted = urls.filter((_, n) => n * 40 < count).length;
console.log(`${((1000 * urls.length) / asked.ms).toFixed(0)} URLs/s; ${asked.result} blocked of ${wanted} that are listed`);
rmSync(folder, { recursive: true });

if (existsSync(values.data)) {
  const texts = readTruth(values.data).map(({ main_content: text }) => text ?? '');
  const items = texts.flatMap((text) => text.split('\n').filter(({ length }) => length > 200)).filter((_, n) => n % 2 === 0);
  const benchmark = join(mkdtempSync(join(tmpdir(), 'garner-bench-')), 'paragraphs.txt');
  writeFileSync(benchmark, items.join('\n'));
  const contamination = await openBenchmarks([benchmark]);
  const found = cpuOf(() => texts.map((text) => contamination.find(`${text.slice(0, 150)} ${text.toUpperCase()}`, 'en')));
  const holds = texts.filter((text) => items.some((item) => text.includes(item))).length;
  const { ngrams, bytes } = contamination.size;
  console.log(
    `benchmarks: ${items.length} paragraphs of the texts, ${ngrams} n-grams, ${(bytes / ngrams).toFixed(0)} bytes each; ` +
      `found in ${found.result.filter((each) => each !== null).length} of the ${holds} texts that have one, ${(found.ms / texts.length).toFixed(2)} ms CPU a text`,
  );
}
