import stored from './weights.json' with { type: 'json' };
import { readWeights, type Weights } from './weights.ts';

/** Counts trainings: results of other weights are other results. */
export const WEIGHTS_VERSION = stored.version;

let weights: Weights | null = null;

/** The weights this release ships, read once per thread. */
export function trainedWeights(): Weights {
  weights ??= readWeights(stored);
  return weights;
}
