import { type PresetName, presets, shareBand, slotsOf } from '../../src/dedup/presets.ts';
import { signature, similarity, MOST_SLOTS } from '../../src/dedup/signature.ts';
import { type Pair, pairsIn, told } from './pairs.ts';

const BINS = [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95];

/** Whether a preset takes a pair for near-duplicates. */
function isNear({ a, b, lang }: Pair, name: PresetName): boolean {
  const preset = presets[name];
  const [left, right] = [a, b].map((text) => signature(text, lang, MOST_SLOTS).subarray(0, slotsOf(preset)));
  if (left === undefined || right === undefined || !shareBand(left, right, preset)) return false;
  return similarity(left, right) >= preset.least;
}

const part = (pairs: readonly Pair[], name: PresetName): number => pairs.filter((pair) => isNear(pair, name)).length / pairs.length;

function error(pairs: readonly Pair[]): { readonly rms: number; readonly theory: number; readonly bias: number } {
  const mean = (of: (pair: Pair) => number): number => pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length;
  const off = ({ a, b, lang, jaccard }: Pair): number => similarity(signature(a, lang), signature(b, lang)) - jaccard;
  return {
    rms: Math.sqrt(mean((pair) => off(pair) ** 2)),
    theory: Math.sqrt(mean(({ jaccard }) => (jaccard * (1 - jaccard)) / 112)),
    bias: mean(off),
  };
}

/** Prints which part of the pairs is taken for near-duplicates, by how alike they truly are. */
export function accept(data: string): void {
  const pairs = pairsIn(data);
  for (const lang of ['en', 'zh'] as const) {
    const own = pairs.filter((pair) => pair.lang === lang);
    const made = own.filter(({ kind }) => kind !== 'cosmetic' && kind !== 'negative');
    console.log(`acceptance by true Jaccard, ${lang}, ${own.length} pairs`);
    console.log(`  ${'from'.padEnd(10)}${BINS.map((bin) => bin.toFixed(2).padStart(6)).join('')}`);
    for (const name of Object.keys(presets) as PresetName[]) {
      const parts = BINS.map((bin) =>
        part(
          made.filter(({ jaccard }) => jaccard >= bin && jaccard < bin + 0.05),
          name,
        ),
      );
      console.log(`  ${name.padEnd(10)}${parts.map((each) => each.toFixed(2).padStart(6)).join('')}`);
    }
    const found = part(
      made.filter(({ jaccard }) => jaccard >= 0.9),
      'verified',
    );
    told('found at 0.9 and above, verified', found.toFixed(3), '≥ 0.97', found >= 0.97);
    const wrong = part(
      [...made, ...own.filter(({ kind }) => kind === 'negative')].filter(({ jaccard }) => jaccard <= 0.6),
      'verified',
    );
    told('taken for one at 0.6 and below, verified', wrong.toFixed(3), '≤ 0.02', wrong <= 0.02);
    const cosmetic = part(
      own.filter(({ kind }) => kind === 'cosmetic'),
      'verified',
    );
    told('cosmetic changes found, verified', cosmetic.toFixed(3), '= 1', cosmetic === 1);
    const { rms, theory, bias } = error(made);
    console.log(
      `  the estimate is off by ${rms.toFixed(3)} (root mean square; by chance alone ${theory.toFixed(3)}), on average by ${bias.toFixed(3)}`,
    );
  }
}
