import type { Box } from '../blocks/layout.ts';
import { isHeading, within } from './sums.ts';
import type { Surroundings } from './surroundings.ts';
import type { FeatureGroup } from './table.ts';

const LEVELS = 7;
const PER_LEVEL = 10;

function statistics(box: Box, { sums, layout }: Surroundings): Float32Array {
  const words = within(sums.words, box);
  const count = box.end - box.first;
  const all = Math.max(1, sums.words[layout.root.end] ?? 1);
  const prose = within(sums.prose, box);
  const first = layout.blocks[box.first];
  return Float32Array.of(
    count,
    words,
    words > 0 ? within(sums.linkWords, box) / words : 0,
    words / Math.max(1, count),
    words / all,
    prose / Math.max(1, words),
    prose / Math.max(1, sums.prose[layout.root.end] ?? 1),
    within(sums.headings, box) / Math.max(1, count),
    (box.imagesUpTo - box.imagesBefore) / Math.max(1, count),
    first !== undefined && isHeading(first) ? 1 : 0,
  );
}

/** The boxes around a block, as far up as each holds more than the one below; and how many steps up the page each is. */
export const aboveFeatures: FeatureGroup<Surroundings> = {
  name: 'above',
  columns: LEVELS * PER_LEVEL + 3,
  write(page, table, column) {
    const known = new Map<Box, Float32Array>();
    for (const [row, block] of page.layout.blocks.entries()) {
      table.seek(row, column);
      let size = 1;
      let level = 0;
      let fields = 0;
      let top: Box = block.box;
      for (let up: Box | null = block.box; up !== null && up.parent !== null; up = up.parent) {
        const count = up.end - up.first;
        if (up.parent.parent !== null) top = up;
        if (count <= size) continue;
        size = count;
        if (level < LEVELS) {
          let values = known.get(up);
          if (values === undefined) {
            values = statistics(up, page);
            known.set(up, values);
          }
          for (const value of values) table.add(value);
          if (level === 1) fields = up.fieldsUpTo - up.fieldsBefore;
        }
        level += 1;
      }
      for (let i = Math.min(level, LEVELS) * PER_LEVEL; i < LEVELS * PER_LEVEL; i += 1) table.add(-1);
      table.add(level);
      table.add(fields);
      table.add(within(page.sums.words, top));
    }
  },
};
