/**
 * How fast a generation becomes what others read, and in how much memory: `npm run bench -- export [documents]`. Documents are made up, 2.8 kB each,
 * of 500 sites; the plan reads all of them once, and writing reads them again.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildCorpus } from '../src/corpus/build.ts';
import { type ExportInput, writeExport } from '../src/corpus/export/export.ts';
import { exportFormats, type FormatName } from '../src/corpus/export/formats.ts';
import { planExport } from '../src/corpus/export/plan.ts';
import { patternOf, searchDocuments } from '../src/corpus/inspect/search.ts';
import { buildOf, captureOf, refinedPage, START, stream, type SyntheticPage } from '../test/corpus/synthetic.ts';

const documents = Number(process.argv[2] ?? 50_000);
/** What must hold however large a corpus is. */
const MOST_MB = 700;
const LEAST_PER_SECOND = 2000;

const syllables = 'ba de fi go ku la me ni po ra se ti vo wu xa ye zo'.split(' ');

function page(n: number): SyntheticPage & { readonly text: string } {
  let state = n;
  const next = (below: number): number => Math.floor(((state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32) * below);
  let text = '';
  while (text.length < 1150)
    text += `${syllables[next(17)]}${syllables[next(17)]}${next(3) === 0 ? syllables[next(17)] : ''}${next(9) === 0 ? '. ' : ' '}`;
  return {
    url: `https://site-${n % 500}.test/${n}`,
    text,
    at: START + n,
    language: n % 3 === 0 ? 'zh' : 'en',
    licence: 'CC-BY-4.0',
    title: `Page ${n}`,
  };
}

const base = await mkdtemp(join(tmpdir(), 'garner-bench-export-'));
let peak = 0;
setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20).unref();

/** Seconds of the processor that something takes, which neighbours do not lengthen much, and its peak of memory in MB. */
async function measured(work: () => Promise<unknown>): Promise<{ readonly seconds: number; readonly mb: number }> {
  globalThis.gc?.();
  peak = 0;
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (user + system) / 1e6, mb: peak / 1e6 };
}

const row = (name: string, { seconds, mb }: { readonly seconds: number; readonly mb: number }): void => {
  const rate = documents / seconds;
  const verdict = rate >= LEAST_PER_SECOND && mb <= MOST_MB ? 'ok' : 'MISSED';
  console.log(`${name.padEnd(20)}${rate.toFixed(0).padStart(10)}${mb.toFixed(0).padStart(10)}   ${verdict}`);
};

try {
  const folder = join(base, 'corpus');
  const captures = stream(
    (function* () {
      for (let n = 0; n < documents; n += 1) yield captureOf(page(n));
    })(),
  );
  const refined = async ({ capture }: { readonly capture: { readonly at: number } }) =>
    ({ kept: true, record: refinedPage(page(capture.at - START)) }) as const;
  const { manifest } = await buildCorpus(buildOf(folder, [], { captures, refined }));
  console.log(`${documents} documents; at least ${LEAST_PER_SECOND} per second of a processor, in at most ${MOST_MB} MB\n`);
  console.log(`${''.padEnd(20)}${'per second'.padStart(10)}${'peak MB'.padStart(10)}`);
  const onRow = (): void => undefined;
  const weights = [{ dimension: 'language', value: 'zh', weight: 0.5 }] as const;
  const wanted = { filters: {}, weights, validation: 0.01, seed: 0 };
  row('plan', await measured(() => planExport(folder, manifest, wanted, onRow)));
  const plan = await planExport(folder, manifest, { ...wanted, weights: [] }, onRow);
  for (const format of Object.keys(exportFormats) as readonly FormatName[]) {
    const to = join(base, format);
    const input: ExportInput = {
      ...wanted,
      folder,
      manifest,
      format,
      to,
      force: false,
      shardBytes: 100e6,
      separator: '\n\n',
      weights: [],
      onRow,
    };
    row(format, await measured(() => writeExport(input, plan)));
    await rm(to, { recursive: true });
  }
  const search = { pattern: patternOf('no such words'), filters: {} };
  row('search', await measured(() => Array.fromAsync(searchDocuments(folder, manifest, search))));
} finally {
  await rm(base, { recursive: true, force: true });
}
