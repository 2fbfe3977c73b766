import { FRAME_GROUPS, FRAME_LEVELS, type Frame } from './frame.ts';
import type { FeatureTable } from './table.ts';

const STEPS = [-3, -2, -1, 1, 2, 3];
const REACHES = [2, 5, 12];

/** Columns that the first opinion of all blocks adds to each. */
export const secondColumns = 1 + STEPS.length + REACHES.length * 2 + 2 + FRAME_LEVELS + 2 + FRAME_GROUPS + 2 + 3;

/** Weights of blocks in averages: short ones count a little, long ones not without end. */
export const weightOf = (words: number): number => Math.min(words, 80) + 0.5;

class Averages {
  readonly #mass: Float64Array;
  readonly #weight: Float64Array;

  constructor(words: Float32Array, opinion: Float32Array) {
    this.#mass = new Float64Array(words.length + 1);
    this.#weight = new Float64Array(words.length + 1);
    for (let row = 0; row < words.length; row += 1) {
      const weight = weightOf(words[row] ?? 0);
      this.#weight[row + 1] = (this.#weight[row] ?? 0) + weight;
      this.#mass[row + 1] = (this.#mass[row] ?? 0) + weight * (opinion[row] ?? 0);
    }
  }

  mass(from: number, to: number): number {
    return (this.#mass[to] ?? 0) - (this.#mass[from] ?? 0);
  }

  weight(from: number, to: number): number {
    return (this.#weight[to] ?? 0) - (this.#weight[from] ?? 0);
  }

  of(from: number, to: number): number {
    return to > from && from >= 0 ? this.mass(from, to) / this.weight(from, to) : -1;
  }
}

function byClass(words: Float32Array, likeness: Int32Array, likenesses: number, opinion: Float32Array): Float64Array {
  const mass = new Float64Array(likenesses);
  const weight = new Float64Array(likenesses);
  for (let row = 0; row < words.length; row += 1) {
    const like = likeness[row] ?? 0;
    const own = weightOf(words[row] ?? 0);
    mass[like] = (mass[like] ?? 0) + own * (opinion[row] ?? 0);
    weight[like] = (weight[like] ?? 0) + own;
  }
  return mass.map((sum, like) => sum / (weight[like] ?? 1));
}

const byGroup = (frame: Frame, averages: Averages): Float64Array =>
  Float64Array.from(frame.groupRanges, (ranges) => {
    let mass = 0;
    let weight = 0;
    for (let i = 0; i < ranges.length; i += 2) {
      mass += averages.mass(ranges[i] ?? 0, ranges[i + 1] ?? 0);
      weight += averages.weight(ranges[i] ?? 0, ranges[i + 1] ?? 0);
    }
    return mass / weight;
  });

/** What the first stage thinks of the blocks around each block, within the boxes around it, and of those like it. */
export function addSecond(frame: Frame, opinion: Float32Array, table: FeatureTable, column: number): void {
  const { rows, words, ranges, likeness, kinds, sections, groups, members } = frame;
  const averages = new Averages(words, opinion);
  const likes = byClass(words, likeness, frame.likenesses, opinion);
  const alike = byClass(words, kinds, frame.kindCount, opinion);
  const grouped = byGroup(frame, averages);
  const all = Math.max(1, averages.mass(0, rows));
  for (let row = 0; row < rows; row += 1) {
    table.seek(row, column);
    table.add(opinion[row] ?? 0);
    for (const step of STEPS) table.add(opinion[row + step] ?? -1);
    for (const reach of REACHES) {
      table.add(averages.of(Math.max(0, row - reach), row));
      table.add(averages.of(row + 1, Math.min(rows, row + 1 + reach)));
    }
    table.add(averages.mass(0, row) / all);
    table.add(averages.mass(row + 1, rows) / all);
    for (let level = 0; level < FRAME_LEVELS; level += 1) {
      const at = (row * FRAME_LEVELS + level) * 2;
      table.add(averages.of(ranges[at] ?? -1, ranges[at + 1] ?? -1));
    }
    table.add(likes[likeness[row] ?? 0] ?? 0);
    table.add(alike[kinds[row] ?? 0] ?? 0);
    table.add(averages.of(sections[row * 2] ?? -1, sections[row * 2 + 1] ?? -1));
    for (let i = 0; i < FRAME_GROUPS; i += 1) table.add(grouped[groups[row * FRAME_GROUPS + i] ?? -1] ?? -1);
    table.add(averages.of(members[row * 2] ?? -1, members[row * 2 + 1] ?? -1));
    table.add(all);
    table.add(averages.of(0, rows));
    table.add(rows > 0 ? averages.mass(0, rows) / (averages.mass(0, rows) + 1) : 0);
  }
}
