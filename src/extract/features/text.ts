import { Letter } from '../blocks/letters.ts';
import type { Block } from '../blocks/layout.ts';
import { linkShare } from './sums.ts';
import type { Surroundings } from './surroundings.ts';
import type { FeatureGroup } from './table.ts';

function titleShare({ wordHashes }: Block, title: ReadonlySet<number>): number {
  if (title.size === 0 || wordHashes.length === 0) return 0;
  let shared = 0;
  for (const hash of wordHashes) if (title.has(hash)) shared += 1;
  return shared / wordHashes.length;
}

/** What a block's own text looks like. */
export const textFeatures: FeatureGroup<Surroundings> = {
  name: 'text',
  columns: 28,
  write({ layout, repeats }, table, column) {
    layout.blocks.forEach((block, row) => {
      const { words, letters } = block;
      const all = letters + block.digits + block.commas + block.stops + block.colons + block.marks + block.others + block.currencies;
      table.seek(row, column);
      table.add(words);
      table.add(letters);
      table.add(linkShare(block));
      table.add(words > 0 ? (letters + block.digits) / words : 0);
      table.add(letters > 0 ? block.uppers / letters : 0);
      table.add(block.digits / all);
      table.add(block.commas);
      table.add(block.stops);
      table.add(block.stops > 0 ? words / block.stops : words + 100);
      table.add(block.colons);
      table.add(block.currencies);
      table.add(block.marks);
      table.add(block.others);
      table.add((block.marks + block.others) / all);
      table.add(block.last === Letter.stop ? 1 : 0);
      table.add(block.last === Letter.colon ? 1 : 0);
      table.add(block.last);
      table.add(block.firstLetter);
      table.add(block.links);
      table.add(block.links > 0 ? words / block.links : words + 100);
      table.add(words > 0 ? block.emphasisWords / words : 0);
      table.add(block.breaks);
      table.add(block.texts.length);
      table.add(repeats.same[row] ?? 1);
      table.add(repeats.before[row] ?? 0);
      table.add(titleShare(block, layout.titleWords));
      table.add(block.wordHashes.length);
      table.add(block.inline === null ? 0 : 1);
    });
  },
};
