import { randomFrom } from './random.ts';

/** The slots of each row, one after the other. */
export interface SlotRows {
  readonly starts: Uint32Array;
  readonly slots: Uint32Array;
}

/** Weights are kept in steps of this, so that a byte holds one. */
export const LINE_UNIT = 1 / 32;
const EPOCHS = 4;
const RATE = 0.15;
const DECAY = 2e-6;

/**
 * Logistic regression over slots by adaptive steps (AdaGrad, lazily decayed), the weights averaged over the last epochs. Slots that fewer than
 * `MIN_FOLD_DOMAINS` sites have are left at nothing, so that no site's own names are learnt: `usable` says which may be used.
 */
export function trainLines(data: SlotRows, labels: Uint8Array, weights: Float32Array, rows: Uint32Array, usable: Uint8Array): Float32Array {
  const size = usable.length;
  const line = new Float32Array(size);
  const squares = new Float32Array(size).fill(1e-2);
  const averaged = new Float64Array(size);
  const order = Uint32Array.from(rows);
  const random = randomFrom(7);
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    for (let i = order.length - 1; i > 0; i -= 1) {
      const j = Math.floor(random() * (i + 1));
      const kept = order[i] as number;
      order[i] = order[j] as number;
      order[j] = kept;
    }
    for (const row of order) {
      const from = data.starts[row] as number;
      const to = data.starts[row + 1] as number;
      let sum = 0;
      for (let i = from; i < to; i += 1) sum += line[data.slots[i] as number] as number;
      const gradient = (weights[row] as number) * (1 / (1 + Math.exp(-sum)) - (labels[row] as number));
      for (let i = from; i < to; i += 1) {
        const slot = data.slots[i] as number;
        if (usable[slot] === 0) continue;
        const g = gradient + DECAY * 1000 * (line[slot] as number);
        squares[slot] = (squares[slot] as number) + g * g;
        line[slot] = (line[slot] as number) - (RATE * g) / Math.sqrt(squares[slot]);
      }
    }
    if (epoch >= 1) for (let slot = 0; slot < size; slot += 1) averaged[slot] = (averaged[slot] as number) + (line[slot] as number);
  }
  return Float32Array.from(averaged, (sum) => Math.round(Math.min(127, Math.max(-127, sum / (EPOCHS - 1) / LINE_UNIT))) * LINE_UNIT);
}

export function scoreLines(data: SlotRows, line: Float32Array, row: number): number {
  let sum = 0;
  for (let i = data.starts[row] as number; i < (data.starts[row + 1] as number); i += 1) sum += line[data.slots[i] as number] as number;
  return sum;
}
