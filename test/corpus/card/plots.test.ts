import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { cardPlots } from '../../../src/corpus/card/plots.ts';
import { MeasuredCount } from '../../../src/corpus/measured.ts';

const none = { names: 0, top: [] };
const makeup = { characters: 0, hosts: none, trainUse: none, extractors: none, languages: none, licences: none };

/** Of documents whose measures are spread in different ways. */
function measured() {
  const count = new MeasuredCount();
  for (let n = 0; n < 100; n += 1)
    count.add({
      text: 'x'.repeat(10 * n),
      token_count: 3 * n,
      language_score: 1 - n / 1000,
      topic: n % 3 === 0 ? 'recycling' : 'reuse',
      topic_score: n / 100,
      quality: JSON.stringify({ words: n, short_lines: n / 100, digits: n / 1000, letters: 0.5, '<b>&': n / 200 }),
    });
  return count.figures();
}

/** How many elements have this name; throws when it is no XML. */
function elementsIn(svg: string, name: string): number {
  const parser = new SaxesParser({ xmlns: true });
  let found = 0;
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => (found += Number(tag.local === name)));
  parser.write(svg).close();
  return found;
}

test('all that was measured is shown, each as a file that a browser reads by itself', async () => {
  const plots = await cardPlots({ makeup: { ...makeup, measured: measured() } });
  expect(plots.map(({ path }) => path)).toEqual(
    ['characters', 'tokens', 'language-score', 'topics', 'topic-score', 'quality'].map((name) => `plots/${name}.svg`),
  );
  for (const { svg, title, alt } of plots) {
    expect(elementsIn(svg, 'title')).toBe(1);
    expect(svg).toContain('prefers-color-scheme:dark');
    expect(alt.startsWith(`${title}: `)).toBe(true);
  }
  const topics = plots.find(({ path }) => path === 'plots/topics.svg');
  expect(topics?.alt).toBe('Documents by topic: reuse 66, recycling 34');
});

test('of quality those shares are shown that differ between documents, the most different first', async () => {
  const plots = await cardPlots({ makeup: { ...makeup, measured: measured() } });
  const quality = plots.find(({ path }) => path === 'plots/quality.svg');
  const names = [...(quality?.alt ?? '').matchAll(/(?:: |; )(\S+) of 100/g)].map(([, name]) => name);
  expect(names).toEqual(['short_lines', '<b>&', 'digits']);
});

test('names that are the same when they are shortened have a bar each', async () => {
  const top = ['one', 'two'].map((end, n): [string, number] => [`LicenseRef-the-same-beginning-${end}`, 2 - n]);
  const [licences] = await cardPlots({ makeup: { ...makeup, licences: { names: 2, top } } });
  expect(elementsIn(licences!.svg, 'rect')).toBe(3);
});

test('nothing is drawn of nothing', async () => {
  expect(await cardPlots({ makeup })).toEqual([]);
});

test('documents that have none of something are drawn, below those that have hardly any', async () => {
  const count = new MeasuredCount();
  for (const digits of [0, 0, 0, 0.03])
    count.add({ text: '', token_count: null, language_score: null, topic: null, topic_score: null, quality: JSON.stringify({ digits }) });
  const plots = await cardPlots({ makeup: { ...makeup, measured: count.figures() } });
  const quality = plots.find(({ path }) => path === 'plots/quality.svg');
  const bars = [...(quality?.svg ?? '').matchAll(/<rect height="([\d.]+)" width="([\d.]+)" y="([\d.]+)" x="([\d.]+)"/g)];
  const [absent = [], hardly = []] = bars.map(([, ...all]) => all.map(Number));
  expect([absent[1], absent[3]]).toEqual([hardly[1], hardly[3]]);
  expect(absent[2]!).toBeGreaterThan(hardly[2]!);
  expect(absent[0]! / hardly[0]!).toBeGreaterThan(2.5);
});
