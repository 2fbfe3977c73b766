import { Flag } from '../blocks/flags.ts';
import type { Block, Box, Layout } from '../blocks/layout.ts';
import { isLayoutTable, isTable } from '../table.ts';

/** Keeps all of a box but what is hidden. */
export function keepShown({ first, end }: Box, blocks: readonly Block[], kept: Uint8Array): void {
  for (let row = first; row < end; row += 1) if (((blocks[row]?.flags ?? 0) & Flag.concealed) === 0) kept[row] = 1;
}

/** A table of data is kept whole when so much of it is. */
const MOST = 0.5;
const MIN_BLOCKS = 4;

/** How much of what is said in a box is kept. */
function shareKept({ first, end }: Box, blocks: readonly Block[], kept: Uint8Array): number {
  let all = 0;
  let some = 0;
  for (let row = first; row < end; row += 1) {
    const weight = (blocks[row]?.words ?? 0) + 0.5;
    all += weight;
    if (kept[row] === 1) some += weight;
  }
  return some / all;
}

/** Whether what stands right before a box and right after it, in the same place, is kept: it belongs to what is said there. */
function isAmidKept(box: Box, kept: Uint8Array): boolean {
  let outer = box;
  while (outer.parent?.first === box.first && outer.parent.end === box.end) outer = outer.parent;
  const { parent } = outer;
  return parent !== null && parent.first < box.first && parent.end > box.end && kept[box.first - 1] === 1 && kept[box.end] === 1;
}

/** A list that is read, rather than one of links or buttons, as stand amid texts as well: to share, to subscribe, to what is related. */
function isReadList({ element, flags, first, end }: Box, blocks: readonly Block[]): boolean {
  if ((element.name !== 'ul' && element.name !== 'ol') || (flags & (Flag.nav | Flag.aside)) !== 0) return false;
  let [all, used] = [0, 0];
  for (const block of blocks.slice(first, end)) {
    all += block.words;
    used += (block.flags & Flag.button) !== 0 ? block.words : block.linkWords;
  }
  return used <= all / 2;
}

const isOfData = ({ element, first, end }: Box): boolean => isTable(element) && end - first >= MIN_BLOCKS && !isLayoutTable(element);

/**
 * Keeps lists and tables of data in the midst of a text that is kept; and the heads and odd cells of tables that are kept for the most part, for half
 * a table says something else.
 */
export function keepWhole({ boxes, blocks }: Layout, kept: Uint8Array): void {
  for (const box of boxes) {
    const isTabular = isOfData(box);
    if (!isTabular && !isReadList(box, blocks)) continue;
    if (isAmidKept(box, kept) || (isTabular && shareKept(box, blocks, kept) > MOST)) keepShown(box, blocks, kept);
  }
}
