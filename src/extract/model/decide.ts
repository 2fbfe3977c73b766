import type { Block } from '../blocks/layout.ts';

/** What is likelier than this is always kept, and what is less likely than the other never. */
const SURE = 0.45;
const UNLIKELY = 0.25;
/** From so many words on, what has been said is not said again. */
const REPEAT_WORDS = 4;

type Measured = Pick<Block, 'hash' | 'words'>;

/** Keeping a block raises the F1 that is to be expected when it is likelier than half of that: from here on, it always does. */
const CERTAIN = 0.5;

/**
 * The likelihood from which on keeping blocks is worth it on this page: where the F1 that is to be expected is highest. On a page of which all
 * is doubtful that is lower than on one where most is certain.
 */
function thresholdOf(blocks: readonly Measured[], likely: Float32Array): number {
  const doubtful: number[] = [];
  let all = 0;
  let both = 0;
  let kept = 0;
  for (const [row, { words }] of blocks.entries()) {
    const chance = likely[row] ?? 0;
    all += words * chance;
    if (chance > CERTAIN) {
      both += words * chance;
      kept += words;
    } else if (chance >= UNLIKELY) doubtful.push(row);
  }
  let most = kept === 0 ? 0 : (2 * both) / (kept + all);
  let threshold = SURE;
  for (const row of doubtful.sort((a, b) => (likely[b] ?? 0) - (likely[a] ?? 0))) {
    const { words } = blocks[row] ?? { words: 0 };
    both += words * (likely[row] ?? 0);
    kept += words;
    const expected = (2 * both) / (kept + all);
    if (expected <= most) continue;
    most = expected;
    threshold = likely[row] ?? 0;
  }
  // What is less likely would still raise it: so does what has no words.
  return most < 2 * UNLIKELY ? UNLIKELY : Math.min(SURE, threshold);
}

/** Which blocks are kept, by how likely each is to be main text. */
export function decide(blocks: readonly Measured[], likely: Float32Array): Uint8Array {
  const threshold = thresholdOf(blocks, likely);
  const kept = new Uint8Array(blocks.length);
  const said = new Set<number>();
  for (const [row, { hash, words }] of blocks.entries()) {
    if ((likely[row] ?? 0) < threshold) continue;
    if (words >= REPEAT_WORDS && said.has(hash)) continue;
    said.add(hash);
    kept[row] = 1;
  }
  return kept;
}

/** The F1 that is to be expected of a choice, if the likelihoods are right: 2·kept∩main / (kept + main), in words. */
export function confidenceOf(blocks: readonly Measured[], likely: Float32Array, kept: Uint8Array): number {
  let both = 0;
  let sum = 0;
  for (const [row, { words }] of blocks.entries()) {
    const main = words * (likely[row] ?? 0);
    sum += main;
    if (kept[row] === 0) continue;
    both += main;
    sum += words;
  }
  return sum === 0 ? 0 : Math.round((2000 * both) / sum) / 1000;
}
