/**
 * How fast captures become shards, in how much memory, and whether a second build gives the same bytes:
 *
 *   npm run bench -- build [--captures 100000] [--format parquet|jsonl] [--duplicates verified|exact|fineweb] [--twice]
 *
 * Pages are made up as they are asked for, so that the figures are those of the build alone: what reading staged results costs comes on top. One in
 * ten is a copy, one in ten nearly one, one in ten is dropped, one in twenty is superseded; pages of one host in ten carry lines that it repeats. A row is about
 * 3 kB, text and Markdown together.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildCorpus } from '../src/corpus/build.ts';
import { curator } from '../src/corpus/curate.ts';
import { summaryLines } from '../src/corpus/summary.ts';
import { lineKeys } from '../src/dedup/furniture.ts';
import { presetOf } from '../src/config/quality-presets.ts';
import type { Digest } from '../src/records.ts';
import { captureOf, curationOf, refinedPage, START, stream, TOO_SHORT } from '../test/corpus/synthetic.ts';
import type { SyntheticPage } from '../test/corpus/synthetic.ts';
import { random } from './pipeline/random.ts';

const { values } = parseArgs({
  options: {
    captures: { type: 'string', default: '100000' },
    format: { type: 'string', default: 'parquet' },
    duplicates: { type: 'string', default: 'verified' },
    twice: { type: 'boolean', default: false },
  },
});
const captures = Number(values.captures);
const format = values.format === 'jsonl' ? 'jsonl' : 'parquet';
const MEMORY = 2 * 2 ** 30;

const syllables = 'ba de fi go ku la me ni po ra se ti vo wu xa ye zo'.split(' ');
const chance = random(7);
/** Words with lengths and frequencies roughly like those of a language, so that zstd finds about as much as in prose. */
const words = Array.from({ length: 20_000 }, () =>
  Array.from({ length: 1 + Math.floor(chance() * 4) }, () => syllables[Math.floor(chance() * syllables.length)]).join(''),
);

function prose(seed: number, units: number): string {
  const next = random(seed);
  let text = '';
  while (text.length < units) {
    text += words[Math.floor(words.length * next() ** 3)];
    text += next() < 0.1 ? '. ' : ' ';
  }
  return text;
}

/** What a host puts on all of its pages. */
const furnitureOf = (host: string): string => `Home, news and contact of ${host}\nAll pages of ${host} by subject`;

function page(i: number): SyntheticPage {
  const host = `host-${i % 500}.test`;
  const base = {
    url: `https://${host}/section/${i % 97}/page-${i}`,
    at: START + i * 10,
    language: 'en',
    licence: 'CC-BY-SA-4.0',
    title: `Page ${i}`,
  };
  if (i % 10 === 3) return { ...base, text: null };
  if (i % 20 === 5) return { ...base, url: page(i - 1).url, text: framed(host, prose(i, 1150)) };
  const text = prose(i % 10 === 7 || i % 10 === 9 ? i - 1 : i, 1150);
  return { ...base, text: framed(host, i % 10 === 9 ? text.replace(/\. /, '. indeed, so they say, ') : text) };
}

/** One host in ten repeats itself. */
const framed = (host: string, text: string): string => (/0\./.test(host) ? `${furnitureOf(host)}\n${text}` : text);

const curate = curator(await curationOf({ quality: presetOf('standard') }));

async function build(folder: string) {
  let making = 0;
  const started = performance.now();
  const before = process.cpuUsage();
  const summary = await buildCorpus({
    folder,
    name: 'bench',
    captures: stream(
      (function* () {
        for (let i = 0; i < captures; i += 1) yield captureOf(page(i));
      })(),
    ),
    refined: async ({ capture }) => {
      const start = performance.now();
      const made = page(Math.round((capture.at - START) / 10));
      const { text } = made;
      const step =
        text === null ? ({ kept: false, drop: TOO_SHORT } as const) : ({ kept: true, record: refinedPage({ ...made, text }) } as const);
      making += performance.now() - start;
      return step;
    },
    curate,
    linesOf: lineKeys,
    duplicates: { preset: values.duplicates as 'verified', scope: 'corpus' },
    asOf: Number.MAX_SAFE_INTEGER / 2 ** 10,
    policy: { digest: `sha256:${'0'.repeat(64)}` as Digest },
    versions: { node: process.versions.node },
    format,
    shardBytes: 100e6,
    onProgress: ({ phase, done, total }) => {
      if (done % 100_000 === 0) process.stderr.write(`${phase} ${done}${total === null ? '' : ` of ${total}`}\n`);
    },
  });
  const { user, system } = process.cpuUsage(before);
  return { summary, making: making / 1000, seconds: (performance.now() - started) / 1000, cpu: (user + system) / 1e6 };
}

let peak = 0;
const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
const folders: string[] = [];
const made: Awaited<ReturnType<typeof build>>[] = [];
try {
  for (let n = 0; n < (values.twice ? 2 : 1); n += 1) {
    const folder = await mkdtemp(join(tmpdir(), 'garner-bench-build-'));
    folders.push(folder);
    const built = await build(folder);
    made.push(built);
    const { summary, seconds, cpu, making } = built;
    if (n === 0) console.log(`${summaryLines(summary).slice(0, 10).join('\n')}\n`);
    const bytes = summary.manifest.shards.reduce((sum, shard) => sum + shard.bytes, 0);
    console.log(
      `${format}: ${captures} captures in ${seconds.toFixed(1)} s, ${cpu.toFixed(1)} s of CPU, of which making pages ${making.toFixed(1)} s; ` +
        `${Math.round(captures / (seconds - making))} captures/s; ${(bytes / 1e6).toFixed(1)} MB; ` +
        `peak RSS ${Math.round(peak / 2 ** 20)} MB (at most ${MEMORY / 2 ** 20}: ${peak <= MEMORY ? 'met' : 'MISSED'})`,
    );
  }
  if (values.twice) {
    // Shards are named by their bytes.
    const [one, two] = made.map(({ summary: { manifest } }) => JSON.stringify([manifest.shards, manifest.rejected]));
    console.log(`the second build is ${one === two ? 'the same, byte for byte' : 'ANOTHER ONE'}`);
    if (one !== two) process.exitCode = 1;
  }
} finally {
  clearInterval(watch);
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
}
