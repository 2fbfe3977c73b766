import type { Frame } from '../features/frame.ts';
import { weightOf } from '../features/second.ts';
import { logistic } from './forest.ts';

/** How much of a judgement is that of all blocks that look alike. */
const TOGETHER = 0.3;
/** Certainty that outweighs nothing else: no likelihood counts as nearer to 0 or 1. */
const CERTAIN = 1e-4;

const logitOf = (likely: number): number => {
  const bounded = Math.min(1 - CERTAIN, Math.max(CERTAIN, likely));
  return Math.log(bounded / (1 - bounded));
};

/** Judges blocks that look alike a little more alike: tiles of a grid and posts of a thread are mostly all main text, or none is. */
export function judgeAlike(
  { words, likeness, likenesses }: Pick<Frame, 'words' | 'likeness' | 'likenesses'>,
  likely: Float32Array,
): Float32Array {
  const logits = Float64Array.from(likely, logitOf);
  const sums = new Float64Array(likenesses);
  const weights = new Float64Array(likenesses);
  for (const [row, like] of likeness.entries()) {
    const weight = weightOf(words[row] ?? 0);
    sums[like] = (sums[like] ?? 0) + weight * (logits[row] ?? 0);
    weights[like] = (weights[like] ?? 0) + weight;
  }
  return likely.map((_likely, row) => {
    const like = likeness[row] ?? 0;
    return logistic((1 - TOGETHER) * (logits[row] ?? 0) + (TOGETHER * (sums[like] ?? 0)) / (weights[like] ?? 1));
  });
}
