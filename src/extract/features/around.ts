import type { Block } from '../blocks/layout.ts';
import { between, isHeading, linkShare, type Sums } from './sums.ts';
import type { Surroundings } from './surroundings.ts';
import type { FeatureGroup, FeatureTable } from './table.ts';

const STEPS = [-2, -1, 1, 2];
const REACHES = [3, 8, 20];

function addNeighbour(table: FeatureTable, block: Block, other: Block | undefined): void {
  table.add(other === undefined ? -1 : other.words);
  table.add(other === undefined ? -1 : linkShare(other));
  table.add(other === undefined ? -1 : other.box.kind === block.box.kind ? 1 : 0);
  table.add(other === undefined ? -1 : isHeading(other) ? 1 : 0);
  table.add(other === undefined ? 99 : Math.abs(other.box.depth - block.box.depth) + (other.box.parent === block.box.parent ? 0 : 0.5));
}

function addRange(table: FeatureTable, sums: Sums, from: number, to: number): void {
  const words = between(sums.words, from, to);
  table.add(words);
  table.add(words > 0 ? between(sums.linkWords, from, to) / words : 0);
  table.add(between(sums.prose, from, to) / Math.max(1, words));
}

/** The blocks just before and after. */
export const aroundFeatures: FeatureGroup<Surroundings> = {
  name: 'around',
  columns: STEPS.length * 5 + REACHES.length * 6,
  write({ layout, sums }, table, column) {
    const { blocks } = layout;
    blocks.forEach((block, row) => {
      table.seek(row, column);
      for (const step of STEPS) addNeighbour(table, block, blocks[row + step]);
      for (const reach of REACHES) {
        addRange(table, sums, Math.max(0, row - reach), row);
        addRange(table, sums, row + 1, Math.min(blocks.length, row + 1 + reach));
      }
    });
  },
};
