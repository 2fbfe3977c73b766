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

/** By box, how many of the boxes around it, with itself, have this name. */
function countsAround(boxes: readonly Box[], name: string): Uint16Array {
  const counts = new Uint16Array(boxes.length);
  for (const { index, parent, element } of boxes)
    counts[index] = (parent === null ? 0 : (counts[parent.index] ?? 0)) + (element.name === name ? 1 : 0);
  return counts;
}

/** Where a block stands: in what elements, after which heading, how far down the page. */
export const placeFeatures: FeatureGroup<Surroundings> = {
  name: 'place',
  columns: 20 + flagCount,
  write({ layout, sums }, table, column) {
    const { blocks, boxes, root } = layout;
    const all = Math.max(1, sums.words[root.end] ?? 1);
    const firstTitle = blocks.findIndex((block) => isHeading(block) && headingLevel(block.box) === 1);
    const items = countsAround(boxes, 'li');
    const tables = countsAround(boxes, 'table');
    const articles = countsAround(boxes, 'article');
    let level = 8;
    let lastHeading = -1;
    blocks.forEach((block, row) => {
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
      table.add(items[box.index] ?? 0);
      table.add(tables[box.index] ?? 0);
      table.add(articles[box.index] ?? 0);
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
    });
  },
};
