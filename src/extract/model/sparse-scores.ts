import type { Box } from '../blocks/layout.ts';
import { boxSlots, headingsBefore, inlineSlots, NEAR_BOXES, nearSlots, pathSlots, type Slots, wordSlots } from '../features/sparse.ts';
import type { Surroundings } from '../features/surroundings.ts';
import type { FeatureTable } from '../features/table.ts';
import type { Lines } from './weights.ts';

/** Columns of the sparse scores, after the dense ones: what the boxes far around say, what those near and the place say, and what the words say. */
export const sparseColumns = 3;

/** The sum of the weights of slots. */
class LineScore implements Slots {
  readonly #weights: Int8Array;
  readonly #unit: number;
  #sum = 0;

  constructor({ weights, unit }: Lines) {
    this.#weights = weights;
    this.#unit = unit;
  }

  add(slot: number): void {
    this.#sum += this.#weights[slot] ?? 0;
  }

  /** The sum since it was taken last. */
  take(): number {
    const sum = this.#sum * this.#unit;
    this.#sum = 0;
    return sum;
  }
}

/** What boxes say to the blocks of others that are some steps below, each asked once. */
class NearScores {
  readonly #score: LineScore;
  /** By box and steps; not a number where nobody has asked. */
  readonly #known: Float64Array;

  constructor(score: LineScore, boxes: number) {
    this.#score = score;
    this.#known = new Float64Array(boxes * NEAR_BOXES).fill(Number.NaN);
  }

  of(box: Box): number {
    let sum = 0;
    let up: Box | null = box;
    for (let steps = 0; steps < NEAR_BOXES && up !== null; steps += 1, up = up.parent) sum += this.#at(up, steps);
    return sum;
  }

  #at(box: Box, steps: number): number {
    const at = box.index * NEAR_BOXES + steps;
    const known = this.#known[at] ?? Number.NaN;
    if (!Number.isNaN(known)) return known;
    nearSlots(box, steps, this.#score);
    return (this.#known[at] = this.#score.take());
  }
}

/** Writes the scores of each block from this column on. */
export function addSparse({ layout }: Surroundings, lines: Lines, table: FeatureTable, column: number): void {
  const { blocks, boxes } = layout;
  const score = new LineScore(lines);
  const scores = new Float64Array(boxes.length);
  for (const box of boxes) {
    boxSlots(box, score);
    scores[box.index] = (box.parent === null ? 0 : (scores[box.parent.index] ?? 0)) + score.take();
  }
  const near = new NearScores(score, boxes.length);
  const headings = headingsBefore(layout);
  blocks.forEach((block, row) => {
    const { box } = block;
    const above = box.parent?.parent ?? null;
    const far = above === null ? 0 : (scores[above.index] ?? 0);
    const around = (scores[box.index] ?? 0) - far + near.of(box);
    pathSlots(box, score);
    inlineSlots(block, score);
    table.seek(row, column);
    table.add(far);
    table.add(around + score.take());
    wordSlots(block, headings[row] ?? null, score);
    table.add(score.take());
  });
}
