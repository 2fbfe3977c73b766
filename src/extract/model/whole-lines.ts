import type { Layout } from '../blocks/layout.ts';
import { isMadeUp, standsInLine } from '../elements.ts';
import { isFormula } from '../formula.ts';
import { keepShown } from './whole.ts';

/** Keeps formulas, and what a page's own elements hold, within a line that is kept beside them: to the layout, they are blocks. */
export function keepWholeLines({ boxes, blocks }: Layout, kept: Uint8Array): void {
  for (const box of boxes) {
    const { element, parent, first, end, children } = box;
    if (kept[first - 1] !== 1 && kept[end] !== 1) continue;
    const isKept = (row: number): boolean => kept[row] === 1 && blocks[row]?.box === parent;
    if (!isKept(first - 1) && !isKept(end)) continue;
    if (standsInLine(element) && (isFormula(element) || (isMadeUp(element) && children.length === 0))) keepShown(box, blocks, kept);
  }
}
