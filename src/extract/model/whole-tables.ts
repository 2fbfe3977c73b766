import { Flag } from '../blocks/flags.ts';
import type { Layout } from '../blocks/layout.ts';
import { isLayoutTable } from '../table.ts';

/** A table of data is kept whole when so much of it is. */
const MOST = 0.5;
const MIN_BLOCKS = 4;

/** Keeps the heads and odd cells of tables that are kept for the most part: half a table says something else. */
export function keepWholeTables({ boxes, blocks }: Layout, kept: Uint8Array): void {
  for (const box of boxes) {
    if (box.element.name !== 'table' || box.end - box.first < MIN_BLOCKS || isLayoutTable(box.element)) continue;
    let all = 0;
    let some = 0;
    for (let row = box.first; row < box.end; row += 1) {
      const weight = (blocks[row]?.words ?? 0) + 0.5;
      all += weight;
      if (kept[row] === 1) some += weight;
    }
    if (some <= MOST * all) continue;
    for (let row = box.first; row < box.end; row += 1) if (((blocks[row]?.flags ?? 0) & Flag.concealed) === 0) kept[row] = 1;
  }
}
