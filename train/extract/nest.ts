import { secondColumns, addSecond } from '../../src/extract/features/second.ts';
import { FeatureTable } from '../../src/extract/features/table.ts';
import { type Forest, logistic } from '../../src/extract/model/forest.ts';
import { sparseColumns } from '../../src/extract/model/sparse-scores.ts';
import { binColumn, type BinnedColumn } from './bins.ts';
import { Booster, type BoostOptions } from './boost.ts';
import type { Dataset } from './dataset.ts';
import { scoreLines, type SlotRows, trainLines } from './lines.ts';
import { FOLDS } from './truth.ts';

const stageOne: BoostOptions = {
  trees: 100,
  depth: 6,
  rate: 0.12,
  minWeight: 10,
  rowShare: 0.6,
  columnShare: 0.25,
  lambda: 1,
  seed: 1,
};
const stageTwo: BoostOptions = { ...stageOne, rate: 0.1, seed: 2 };

/** Folds as bits. */
export type FoldSet = number;
export const ALL: FoldSet = (1 << FOLDS) - 1;

export interface Fitted {
  readonly forest: Forest;
  readonly columns: readonly BinnedColumn[];
  readonly gains: ReadonlyMap<number, number>;
}

/**
 * Models by the set of folds they were trained on. What a later model learns from an earlier one's opinion of a page, it learns from one that
 * had not seen the page's fold: so every opinion in training is as honest as it will be in use.
 */
export class Nest {
  readonly data: Dataset;
  readonly #lines = new Map<FoldSet, Float32Array>();
  readonly #first = new Map<FoldSet, Fitted>();
  readonly #second = new Map<FoldSet, Fitted>();
  readonly #scores = new Map<string, Float32Array[]>();
  readonly #opinions = new Map<string, Float32Array>();

  readonly #isNested: boolean;
  #joined: SlotRows | null = null;

  constructor(data: Dataset, isNested = true) {
    this.data = data;
    this.#isNested = isNested;
  }

  /** The folds whose models judge a fold while others are trained on `inside`. */
  #without(inside: FoldSet, fold: number): FoldSet {
    return (this.#isNested ? inside : ALL) & ~(1 << fold);
  }

  #rowsOf(folds: FoldSet): Uint32Array {
    const { rows, foldOfRow, sampled } = this.data;
    const found: number[] = [];
    for (let row = 0; row < rows; row += 1) if (sampled[row] === 1 && ((folds >> (foldOfRow[row] ?? 0)) & 1) === 1) found.push(row);
    return Uint32Array.from(found);
  }

  lines(folds: FoldSet): Float32Array {
    let line = this.#lines.get(folds);
    if (line === undefined) {
      const { far, near, lexical, labels, weights, usable } = this.data;
      this.#joined ??= joined([far, near, lexical]);
      line = trainLines(this.#joined, labels, weights, this.#rowsOf(folds), usable);
      this.#lines.set(folds, line);
    }
    return line;
  }

  /** By row, the sparse scores of the fold by the lines of these folds. */
  #scoresOf(folds: FoldSet, fold: number): Float32Array[] {
    const key = `${folds}:${fold}`;
    let scores = this.#scores.get(key);
    if (scores === undefined) {
      const line = this.lines(folds);
      const { rows, foldOfRow, far, near, lexical } = this.data;
      scores = [far, near, lexical].map((slots) => {
        const column = new Float32Array(rows);
        for (let row = 0; row < rows; row += 1) if (foldOfRow[row] === fold) column[row] = scoreLines(slots, line, row);
        return column;
      });
      this.#scores.set(key, scores);
    }
    return scores;
  }

  /** Columns of the sparse scores in which each fold of `inside` was scored without itself, and the others by all of `inside`. */
  #sparseColumns(inside: FoldSet): Float32Array[] {
    const { foldOfRow, mute } = this.data;
    const columns = Array.from({ length: sparseColumns }, () => new Float32Array(this.data.rows));
    for (let fold = 0; fold < FOLDS; fold += 1) {
      const scores = this.#scoresOf(this.#without(inside, fold), fold);
      for (const [i, column] of columns.entries())
        for (let row = 0; row < this.data.rows; row += 1) {
          if (foldOfRow[row] !== fold) continue;
          const isMute = i === sparseColumns - 1 && mute[row] === 1 && ((inside >> fold) & 1) === 1;
          column[row] = isMute ? 0 : (scores[i]?.[row] ?? 0);
        }
    }
    return columns;
  }

  first(folds: FoldSet): Fitted {
    let fitted = this.#first.get(folds);
    if (fitted === undefined) {
      const columns = [...this.data.dense, ...this.#sparseColumns(folds).map((values) => binColumn(values))];
      fitted = this.#fit(columns, folds, stageOne);
      this.#first.set(folds, fitted);
    }
    return fitted;
  }

  #fit(columns: readonly BinnedColumn[], folds: FoldSet, options: BoostOptions): Fitted {
    const started = performance.now();
    const booster = new Booster(columns, this.data.labels, this.data.weights, options);
    const forest = booster.train(this.#rowsOf(folds));
    console.error(
      `trained on folds ${folds.toString(2)}: ${forest.features.length} nodes, ${((performance.now() - started) / 1000).toFixed(0)} s`,
    );
    return { forest, columns, gains: booster.gains };
  }

  /** By row, how likely the first stage of these folds thinks the fold's blocks are; the fold is none of them. */
  opinion(folds: FoldSet, fold: number): Float32Array {
    const key = `${folds}:${fold}`;
    let opinion = this.#opinions.get(key);
    if (opinion === undefined) {
      opinion = applied(this.first(folds), this.data, fold);
      this.#opinions.set(key, opinion);
    }
    return opinion;
  }

  #opinionColumns(inside: FoldSet): BinnedColumn[] {
    const { pages, rows } = this.data;
    const columns = Array.from({ length: secondColumns }, () => new Float32Array(rows));
    for (const { fold, start, end, frame } of pages) {
      const opinion = this.opinion(this.#without(inside, fold), fold).subarray(start, end);
      const table = new FeatureTable(frame.rows, secondColumns);
      addSecond(frame, opinion, table, 0);
      for (let row = start; row < end; row += 1)
        for (const [i, column] of columns.entries()) column[row] = table.values[(row - start) * secondColumns + i] ?? 0;
    }
    return columns.map((values) => binColumn(values));
  }

  second(folds: FoldSet): Fitted {
    let fitted = this.#second.get(folds);
    if (fitted === undefined) {
      const { columns } = this.first(folds);
      fitted = this.#fit([...columns, ...this.#opinionColumns(folds)], folds, stageTwo);
      this.#second.set(folds, fitted);
    }
    return fitted;
  }

  final(folds: FoldSet, fold: number): Float32Array {
    return applied(this.second(folds), this.data, fold);
  }
}

function applied({ forest, columns }: Fitted, { rows, foldOfRow }: Dataset, fold: number): Float32Array {
  const out = new Float32Array(rows);
  const { roots, features, values, children } = forest;
  for (let row = 0; row < rows; row += 1) {
    if (foldOfRow[row] !== fold) continue;
    let sum = 0;
    for (const root of roots) {
      let node = root;
      for (let column = features[node] as number; column >= 0; column = features[node] as number) {
        const { bins, edges } = columns[column] as BinnedColumn;
        // The bin is below the edge when the value is.
        const bin = bins[row] as number;
        const isBelow = bin === 0 || (edges[bin - 1] as number) < (values[node] as number);
        node = (children[node] as number) + (isBelow ? 0 : 1);
      }
      sum += values[node] as number;
    }
    out[row] = logistic(sum);
  }
  return out;
}

function joined(parts: readonly SlotRows[]): SlotRows {
  const rows = (parts[0]?.starts.length ?? 1) - 1;
  const starts = new Uint32Array(rows + 1);
  const slots = new Uint32Array(parts.reduce((sum, part) => sum + part.slots.length, 0));
  let at = 0;
  for (let row = 0; row < rows; row += 1) {
    for (const part of parts) {
      const own = part.slots.subarray(part.starts[row], part.starts[row + 1]);
      slots.set(own, at);
      at += own.length;
    }
    starts[row + 1] = at;
  }
  return { starts, slots };
}
