import type { Features } from './features.ts';
import { type Model, probability } from './model.ts';

export interface Labelled {
  readonly features: Features;
  readonly isGood: boolean;
}

const EPOCHS = 12;
const RATE = 1;
/** Keeps weights that few examples speak for small. */
const DECAY = 1e-5;

/** Numbers from 0 to 1 that follow from the seed alone (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** In place, every order equally likely. */
export function shuffle<T>(list: T[], random: () => number): T[] {
  for (let at = list.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    const [one, two] = [list[at], list[other]] as [T, T];
    [list[at], list[other]] = [two, one];
  }
  return list;
}

/**
 * Logistic regression by AdaGrad; both kinds count the same however many examples each has. The same examples and seed give the same
 * model.
 */
export function trainModel(examples: readonly Labelled[], { bits, seed }: { readonly bits: number; readonly seed: number }): Model {
  const weights = new Float32Array(2 ** bits);
  const squares = new Float32Array(2 ** bits).fill(1e-2);
  const good = examples.filter(({ isGood }) => isGood).length;
  const importance = { good: examples.length / (2 * Math.max(1, good)), bad: examples.length / (2 * Math.max(1, examples.length - good)) };
  const random = seededRandom(seed);
  let [bias, biasSquares] = [0, 1];
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    for (const { features, isGood } of shuffle([...examples], random)) {
      const error = (probability({ bits, bias, weights }, features) - (isGood ? 1 : 0)) * (isGood ? importance.good : importance.bad);
      for (const at of features.buckets) {
        const weight = weights[at] ?? 0;
        const slope = error * features.weight + DECAY * weight;
        const sum = (squares[at] ?? 0) + slope * slope;
        squares[at] = sum;
        weights[at] = weight - (RATE * slope) / Math.sqrt(sum);
      }
      biasSquares += error * error;
      bias -= (0.1 * RATE * error) / Math.sqrt(biasSquares);
    }
  }
  return { bits, bias, weights };
}
