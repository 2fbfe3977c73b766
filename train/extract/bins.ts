/** Values of each feature in at most this many bins. */
export const MAX_BINS = 64;

const SAMPLE = 40_000;

function edgesOf(values: Float32Array): Float32Array {
  const step = Math.max(1, Math.floor(values.length / SAMPLE));
  const sample = values.filter((_, i) => i % step === 0).sort();
  const distinct = sample.filter((value, i) => i > 0 && value !== sample[i - 1]);
  if (distinct.length < MAX_BINS) return distinct;
  const picked = Float32Array.from({ length: MAX_BINS - 1 }, (_, i) => sample[Math.floor(((i + 1) * sample.length) / MAX_BINS)] ?? 0);
  return picked.filter((value, i) => i === 0 || value !== picked[i - 1]);
}

function binOf(edges: Float32Array, value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Bins by row; a value is in the bin whose number is how many edges it is not below. */
export interface BinnedColumn {
  readonly bins: Uint8Array;
  readonly edges: Float32Array;
}

/** One feature of all rows. The edges are quantiles, and know nothing of labels. */
export function binColumn(values: Float32Array, edges = edgesOf(values)): BinnedColumn {
  const bins = new Uint8Array(values.length);
  for (let row = 0; row < values.length; row += 1) bins[row] = binOf(edges, values[row] as number);
  return { edges, bins };
}
