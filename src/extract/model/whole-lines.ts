import { Flag } from '../blocks/flags.ts';
import type { Layout } from '../blocks/layout.ts';
import { isMadeUp, standsInLine } from '../elements.ts';

/** Keeps what a page's own elements hold within a line that is kept beside them: to the layout, they are blocks. */
export function keepWholeLines({ boxes, blocks }: Layout, kept: Uint8Array): void {
  for (const { element, parent, first, end, children } of boxes) {
    if (!isMadeUp(element) || children.length > 0 || !standsInLine(element)) continue;
    const isKept = (row: number): boolean => kept[row] === 1 && blocks[row]?.box === parent;
    if (!isKept(first - 1) && !isKept(end)) continue;
    for (let row = first; row < end; row += 1) if (((blocks[row]?.flags ?? 0) & Flag.concealed) === 0) kept[row] = 1;
  }
}
