import type { Block, Box } from '../blocks/layout.ts';
import { anchorCount } from './anchors.ts';
import { type Sums, within } from './sums.ts';
import type { Surroundings } from './surroundings.ts';
import type { FeatureGroup, FeatureTable } from './table.ts';

const PER_ANCHOR = 5;

const holds = (box: Box, row: number): boolean => box.first <= row && row < box.end;

/** Whether a box around the block holds the anchor too; of boxes that hold the same, the one that is not in it. */
const holdsAnchor = (box: Box, anchor: Box, isInside: boolean): boolean =>
  box.first <= anchor.first && anchor.end <= box.end && (box.depth <= anchor.depth || isInside);

function addStanding(table: FeatureTable, row: number, block: Block, anchor: Box, sums: Sums): void {
  const inside = holds(anchor, row);
  let up: Box = block.box;
  let steps = 0;
  // The nearest box that holds both: the anchor itself, when the block is in it.
  for (let next = up.parent; next !== null && !holdsAnchor(up, anchor, inside); next = up.parent) {
    up = next;
    steps += 1;
    if (up === anchor) break;
  }
  table.add(inside ? 1 : 0);
  table.add(inside ? 0 : row < anchor.first ? row - anchor.first : row - anchor.end + 1);
  table.add(steps);
  table.add(anchor.depth - up.depth);
  table.add(within(sums.words, anchor) / Math.max(1, within(sums.words, up)));
}

/** Where a block stands to each of the anchors. */
export const standingFeatures: FeatureGroup<Surroundings> = {
  name: 'standing',
  columns: anchorCount * PER_ANCHOR,
  write({ layout, anchors, sums }, table, column) {
    // Several accounts mostly agree on a box.
    const same = anchors.boxes.map((anchor) => anchors.boxes.indexOf(anchor));
    layout.blocks.forEach((block, row) => {
      table.seek(row, column);
      const start = row * table.columns + column;
      anchors.boxes.forEach((anchor, i) => {
        const first = same[i] ?? i;
        if (first < i) table.addFrom(table.values, start + first * PER_ANCHOR, PER_ANCHOR);
        else addStanding(table, row, block, anchor, sums);
      });
    });
  },
};
