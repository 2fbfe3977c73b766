import { type Box, firstAround } from '../blocks/layout.ts';
import { isHeading, within } from './sums.ts';
import type { Surroundings } from './surroundings.ts';
import type { FeatureGroup } from './table.ts';

const LEVELS = 7;
const PER_LEVEL = 10;

/** What boxes hold, each looked at once: many blocks stand in few. */
class BoxFigures {
  readonly values: Float32Array;
  readonly #known: Uint8Array;
  readonly #page: Surroundings;
  readonly #words: number;
  readonly #prose: number;

  constructor(page: Surroundings) {
    const { boxes, root } = page.layout;
    this.values = new Float32Array(boxes.length * PER_LEVEL);
    this.#known = new Uint8Array(boxes.length);
    this.#page = page;
    this.#words = Math.max(1, page.sums.words[root.end] ?? 1);
    this.#prose = Math.max(1, page.sums.prose[root.end] ?? 1);
  }

  /** Where in `values` those of the box begin. */
  startOf(box: Box): number {
    const start = box.index * PER_LEVEL;
    if (this.#known[box.index] === 0) this.#write(box, start);
    this.#known[box.index] = 1;
    return start;
  }

  #write(box: Box, start: number): void {
    const { values } = this;
    const { sums, layout } = this.#page;
    const words = within(sums.words, box);
    const count = Math.max(1, box.end - box.first);
    const prose = within(sums.prose, box);
    const first = layout.blocks[box.first];
    values[start] = box.end - box.first;
    values[start + 1] = words;
    values[start + 2] = words > 0 ? within(sums.linkWords, box) / words : 0;
    values[start + 3] = words / count;
    values[start + 4] = words / this.#words;
    values[start + 5] = prose / Math.max(1, words);
    values[start + 6] = prose / this.#prose;
    values[start + 7] = within(sums.headings, box) / count;
    values[start + 8] = (box.imagesUpTo - box.imagesBefore) / count;
    values[start + 9] = first !== undefined && isHeading(first) ? 1 : 0;
  }
}

/** The boxes around a block, as far up as each holds more than the one below; and how many steps up the page each is. */
export const aboveFeatures: FeatureGroup<Surroundings> = {
  name: 'above',
  columns: LEVELS * PER_LEVEL + 3,
  write(page, table, column) {
    const figures = new BoxFigures(page);
    page.layout.blocks.forEach(({ box }, row) => {
      table.seek(row, column);
      let level = 0;
      let fields = 0;
      for (let up = firstAround(box); up !== null; up = up.wider, level += 1) {
        if (level < LEVELS) table.addFrom(figures.values, figures.startOf(up), PER_LEVEL);
        if (level === 1) fields = up.fieldsUpTo - up.fieldsBefore;
      }
      for (let i = Math.min(level, LEVELS) * PER_LEVEL; i < LEVELS * PER_LEVEL; i += 1) table.add(-1);
      table.add(level);
      table.add(fields);
      table.add(within(page.sums.words, box.top));
    });
  },
};
