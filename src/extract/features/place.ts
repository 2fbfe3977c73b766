import { Flag, flagCount } from '../blocks/flags.ts';
import type { Box } from '../blocks/layout.ts';
import { isHeading } from './sums.ts';
import type { Surroundings } from './surroundings.ts';
import type { FeatureGroup } from './table.ts';

/** Elements told apart as the one a block stands in, commonest first. */
const names: ReadonlyMap<string, number> = new Map(
  'div p li td th h1 h2 h3 h4 h5 h6 dt dd pre blockquote figcaption button label section article header footer summary caption option noscript'
    .split(' ')
    .map((name, at) => [name, at + 1] as const),
);

const headingLevel = (box: Box): number => {
  for (let up: Box | null = box, steps = 0; up !== null && steps < 3; up = up.parent, steps += 1) {
    const { name } = up.element;
    if (name.length === 2 && name[0] === 'h' && name >= 'h1' && name <= 'h6') return Number(name[1]);
  }
  return 7;
};

/** How many of the boxes around it have this name. */
function countAround(box: Box, name: string): number {
  let count = 0;
  for (let up: Box | null = box; up !== null; up = up.parent) if (up.element.name === name) count += 1;
  return count;
}

/** Where a block stands: in what elements, after which heading, how far down the page. */
export const placeFeatures: FeatureGroup<Surroundings> = {
  name: 'place',
  columns: 20 + flagCount,
  write({ layout, sums }, table, column) {
    const { blocks, root } = layout;
    const all = Math.max(1, sums.words[root.end] ?? 1);
    const firstTitle = blocks.findIndex(({ box }) => headingLevel(box) === 1);
    let level = 8;
    let lastHeading = -1;
    for (const [row, block] of blocks.entries()) {
      const { box } = block;
      const heading = isHeading(block) ? headingLevel(box) : 7;
      const at = sums.words[row] ?? 0;
      table.seek(row, column);
      table.add(names.get(box.element.name) ?? 0);
      table.add(names.get(box.parent?.element.name ?? '') ?? 0);
      table.add(heading);
      table.add(level);
      table.add(row - lastHeading);
      table.add(lastHeading < 0 ? -1 : at - (sums.words[lastHeading] ?? 0));
      const headingBox = blocks[lastHeading]?.box;
      table.add(headingBox === undefined ? -1 : headingBox.depth - box.depth);
      table.add(headingBox !== undefined && headingBox.parent === box.parent ? 1 : 0);
      table.add(box.depth);
      table.add(countAround(box, 'li'));
      table.add(countAround(box, 'table'));
      table.add(countAround(box, 'article'));
      table.add(row);
      table.add(row / blocks.length);
      table.add(blocks.length - row);
      table.add(at / all);
      table.add(all - at);
      table.add(firstTitle < 0 ? -1000 : row - firstTitle);
      table.add(firstTitle < 0 ? -1 : (at - (sums.words[firstTitle] ?? 0)) / all);
      table.add(box.children.length);
      for (let bit = 0; bit < flagCount; bit += 1) table.add((block.flags >> bit) & 1);
      if (heading < 7 || (block.flags & Flag.heading) !== 0) {
        level = heading;
        lastHeading = row;
      }
    }
  },
};
