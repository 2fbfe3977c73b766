/**
 * How fast captures become shards: `npm run bench -- build [captures] [parquet|jsonl]`. Pages are made up as they are asked for, so that the figures are
 * those of the fold alone: what reading staged pages costs comes on top. One in ten is a copy, one in ten is dropped, one in twenty is
 * superseded; a row is about 2.8 kB, text and Markdown together.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildCorpus } from '../src/corpus/build.ts';
import { summaryLines } from '../src/corpus/summary.ts';
import type { Digest } from '../src/records.ts';
import { captureOf, refinedPage, START, stream, TOO_SHORT } from '../test/corpus/synthetic.ts';
import type { SyntheticPage } from '../test/corpus/synthetic.ts';

const captures = Number(process.argv[2] ?? 100_000);
const format = process.argv[3] === 'jsonl' ? 'jsonl' : 'parquet';

/** A linear congruential generator: the same pages in every run. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

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
  if (i % 20 === 5) return { ...base, url: page(i - 1).url, text: prose(i, 1150) };
  return { ...base, text: prose(i % 10 === 7 ? i - 1 : i, 1150) };
}

const folder = await mkdtemp(join(tmpdir(), 'garner-bench-build-'));
let peak = 0;
const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
const started = performance.now();
const before = process.cpuUsage();
let making = 0;

try {
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
    asOf: Number.MAX_SAFE_INTEGER / 2 ** 10,
    policy: { digest: `sha256:${'0'.repeat(64)}` as Digest },
    versions: { node: process.versions.node },
    format,
    shardBytes: 100e6,
  });
  const cpu = process.cpuUsage(before);
  const seconds = (performance.now() - started) / 1000;
  const cpuSeconds = (cpu.user + cpu.system) / 1e6;
  console.log(summaryLines(summary).slice(0, 8).join('\n'));
  const bytes = summary.manifest.shards.reduce((sum, shard) => sum + shard.bytes, 0);
  console.log(
    `\n${format}: ${captures} captures in ${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} s of CPU, of which making pages ${(making / 1000).toFixed(1)} s; ` +
      `${Math.round(captures / (seconds - making / 1000))} captures/s; ${(bytes / 1e6).toFixed(1)} MB; peak RSS ${Math.round(peak / 2 ** 20)} MB`,
  );
} finally {
  clearInterval(watch);
  await rm(folder, { recursive: true, force: true });
}
