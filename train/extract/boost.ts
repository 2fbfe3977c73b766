import type { Forest } from '../../src/extract/model/forest.ts';
import { type BinnedColumn, MAX_BINS } from './bins.ts';
import { randomFrom } from './random.ts';
import { RowOrder } from './row-order.ts';

export interface BoostOptions {
  readonly trees: number;
  readonly depth: number;
  /** Of a tree's answer, how much is added. */
  readonly rate: number;
  /** Least weight (second derivatives) of a leaf. */
  readonly minWeight: number;
  /** Of the rows and of the columns, how many each tree sees. */
  readonly rowShare: number;
  readonly columnShare: number;
  readonly lambda: number;
  readonly seed: number;
}

interface Split {
  readonly gain: number;
  readonly column: number;
  readonly bin: number;
}

/** By column and bin, the sum of gradients and after it that of second derivatives. */
type Histogram = Float64Array;

/** Rows `from` to before `to` of the order, at a node. */
interface Segment {
  readonly node: number;
  readonly from: number;
  readonly to: number;
  readonly depth: number;
  readonly histogram: Histogram | null;
}

/** Trees for the logistic loss, grown over histograms: the larger of two children has what its parent has and the smaller has not. */
export class Booster {
  readonly #columns: readonly BinnedColumn[];
  readonly #options: BoostOptions;
  readonly #labels: Uint8Array;
  readonly #weights: Float32Array;
  readonly #roots: number[] = [];
  readonly #features: number[] = [];
  readonly #values: number[] = [];
  readonly #bins: number[] = [];
  readonly #children: number[] = [];
  #picked: readonly number[] = [];
  /** What splits by each column gained. */
  readonly gains = new Map<number, number>();

  constructor(columns: readonly BinnedColumn[], labels: Uint8Array, weights: Float32Array, options: BoostOptions) {
    this.#columns = columns;
    this.#options = options;
    this.#labels = labels;
    this.#weights = weights;
  }

  /** Trains on these rows. */
  train(rows: Uint32Array): Forest {
    const { trees, rowShare, columnShare, seed } = this.#options;
    const random = randomFrom(seed);
    const sums = new Float32Array(this.#labels.length);
    const order = new RowOrder(rows.length);
    for (let tree = 0; tree < trees; tree += 1) {
      this.#picked = [...this.#columns.keys()].filter(() => random() < columnShare);
      order.clear();
      for (let i = 0; i < rows.length; i += 1) {
        if (random() >= rowShare) continue;
        const row = rows[i] as number;
        const weight = this.#weights[row] as number;
        const p = 1 / (1 + Math.exp(-(sums[row] as number)));
        order.add(row, weight * (p - (this.#labels[row] as number)), weight * p * (1 - p));
      }
      const root = this.#addNode();
      this.#roots.push(root);
      this.#grow(order, { node: root, from: 0, to: order.length, depth: 0, histogram: null });
      for (let i = 0; i < rows.length; i += 1) {
        const row = rows[i] as number;
        sums[row] = (sums[row] as number) + this.#leafOf(root, row);
      }
    }
    return {
      roots: Uint32Array.from(this.#roots),
      features: Int16Array.from(this.#features),
      values: Float32Array.from(this.#values),
      children: Uint32Array.from(this.#children),
    };
  }

  #addNode(): number {
    this.#features.push(-1);
    this.#values.push(0);
    this.#bins.push(0);
    this.#children.push(0);
    return this.#features.length - 1;
  }

  #leafOf(root: number, row: number): number {
    let node = root;
    for (let column = this.#features[node] as number; column >= 0; column = this.#features[node] as number) {
      const { bins } = this.#columns[column] as BinnedColumn;
      node = (this.#children[node] as number) + ((bins[row] as number) <= (this.#bins[node] as number) ? 0 : 1);
    }
    return this.#values[node] as number;
  }

  #histogramOf({ rows, gradients, seconds }: RowOrder, from: number, to: number): Histogram {
    const histogram = new Float64Array(this.#picked.length * MAX_BINS * 2);
    for (const [i, column] of this.#picked.entries()) {
      const { bins } = this.#columns[column] as BinnedColumn;
      const start = i * MAX_BINS * 2;
      for (let at = from; at < to; at += 1) {
        const cell = start + 2 * (bins[rows[at] as number] as number);
        histogram[cell] = (histogram[cell] as number) + (gradients[at] as number);
        histogram[cell + 1] = (histogram[cell + 1] as number) + (seconds[at] as number);
      }
    }
    return histogram;
  }

  #bestSplit(histogram: Histogram, gradient: number, weight: number): Split | null {
    const { lambda, minWeight } = this.#options;
    const whole = (gradient * gradient) / (weight + lambda);
    let most = 1e-6;
    let best: Split | null = null;
    for (const [i, column] of this.#picked.entries()) {
      let g = 0;
      let h = 0;
      for (let bin = 0; bin < MAX_BINS - 1; bin += 1) {
        const cell = (i * MAX_BINS + bin) * 2;
        g += histogram[cell] as number;
        h += histogram[cell + 1] as number;
        if (h < minWeight) continue;
        if (weight - h < minWeight) break;
        const gain = (g * g) / (h + lambda) + ((gradient - g) * (gradient - g)) / (weight - h + lambda) - whole;
        if (gain <= most) continue;
        most = gain;
        best = { gain, column, bin };
      }
    }
    return best;
  }

  #grow(order: RowOrder, { node, from, to, depth, histogram }: Segment): void {
    const { rate, lambda, depth: deepest, minWeight } = this.#options;
    const [gradient, weight] = order.sums(from, to);
    this.#values[node] = (-rate * gradient) / (weight + lambda);
    if (depth >= deepest || weight < 2 * minWeight) return;
    const own = histogram ?? this.#histogramOf(order, from, to);
    const split = this.#bestSplit(own, gradient, weight);
    const column = split === null ? undefined : this.#columns[split.column];
    if (split === null || column === undefined) return;
    this.gains.set(split.column, (this.gains.get(split.column) ?? 0) + split.gain);
    const middle = order.part(from, to, column.bins, split.bin);
    const first = this.#addNode();
    const second = this.#addNode();
    this.#features[node] = split.column;
    this.#values[node] = column.edges[split.bin] ?? 0;
    this.#bins[node] = split.bin;
    this.#children[node] = first;
    const isFirstSmaller = middle - from <= to - middle;
    let counted: Histogram | null = null;
    if (depth + 1 < deepest) {
      counted = isFirstSmaller ? this.#histogramOf(order, from, middle) : this.#histogramOf(order, middle, to);
      for (let cell = 0; cell < own.length; cell += 1) own[cell] = (own[cell] as number) - (counted[cell] as number);
    }
    const rest = counted === null ? null : own;
    this.#grow(order, { node: first, from, to: middle, depth: depth + 1, histogram: isFirstSmaller ? counted : rest });
    this.#grow(order, { node: second, from: middle, to, depth: depth + 1, histogram: isFirstSmaller ? rest : counted });
  }
}
