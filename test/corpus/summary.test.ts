import { expect, test } from 'vitest';
import { buildCorpus } from '../../src/corpus/build.ts';
import { summaryLines } from '../../src/corpus/summary.ts';
import { temporaryFolder } from './folders.ts';
import { buildOf, variedPages } from './synthetic.ts';

test('what was gathered, what was dropped and why, where it is', async () => {
  const folder = await temporaryFolder();
  const summary = await buildCorpus(buildOf(folder, variedPages));
  const lines = summaryLines({ ...summary, folder: 'storage/corpora/waste-sorting' });
  expect(lines.map((line) => line.replace(/[\d.]+ kB/, 'N kB'))).toEqual([
    'Corpus waste-sorting, generation 1',
    '',
    '  captured             240  100.0 %',
    '  kept                  90   37.5 %',
    '  dropped              150   62.5 %',
    '    dedup/exact         98   40.8 %',
    '    dedup/superseded    40   16.7 %',
    '    extract/too-short   12    5.0 %',
    '',
    '  languages  en 45, zh-Hans 45',
    '  licences   unknown 72, CC-BY-SA-4.0 18',
    '  hosts      a.test 31, b.test 30, c.test 29',
    '',
    '2 shards, N kB, in',
    '  storage/corpora/waste-sorting/data',
    'What was dropped, with the evidence, is in',
    '  storage/corpora/waste-sorting/rejected',
    'The dataset card, and a report with plots and samples, are',
    '  storage/corpora/waste-sorting/README.md',
    '  storage/corpora/waste-sorting/report.html',
  ]);
});

test('no line of a big corpus with long names is wider than a terminal', async () => {
  const { manifest } = await buildCorpus(buildOf(await temporaryFolder(), variedPages));
  const long = `${'very-'.repeat(30)}long`;
  const big = {
    ...manifest,
    corpus: long,
    counts: { captured: 123_456_789, kept: 1, dropped: { [`quality/${long}`]: 123_456_788 } },
    makeup: { ...manifest.makeup, hosts: { names: 1_000_000, top: [[`${long}.test`, 123_456_789, 1]] as [string, number, number][] } },
  };
  const lines = summaryLines({ manifest: big, folder: 'corpus', unchanged: true });
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
});

test('names stand there whole, as many as there is room for', async () => {
  const { manifest } = await buildCorpus(buildOf(await temporaryFolder(), variedPages));
  const top = ['unknown', 'CC-BY-4.0', 'LicenseRef-all-rights-reserved', 'CC0-1.0-and-more'].map((name): [string, number] => [name, 19]);
  const makeup = { ...manifest.makeup, licences: { names: 5, top } };
  const lines = summaryLines({ manifest: { ...manifest, makeup }, folder: 'corpus', unchanged: true });
  expect(lines).toContain('  licences   unknown 19, CC-BY-4.0 19, and 3 more');
});

test('nothing kept is said in so many words', async () => {
  const folder = await temporaryFolder();
  const summary = await buildCorpus(buildOf(folder, []));
  expect(summaryLines(summary).join('\n')).toContain(
    `Nothing of it came into the archive up to ${summary.manifest.asOf}.\n\`garner crawl\` or \`garner import\` puts it there.\nThe dataset card`,
  );
  const dropped = await buildCorpus(
    buildOf(
      folder,
      variedPages.map((page) => ({ ...page, text: null })),
    ),
  );
  expect(summaryLines(dropped).join('\n')).toContain('No page was kept, so there are no shards.');
});
