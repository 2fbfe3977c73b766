import { type ChildNode, type Element, isTag } from 'domhandler';
import type { Piece } from './piece.ts';

/** An item that more may be added to. */
export interface OpenItem {
  readonly number: number | null;
  readonly pieces: Piece[];
}

/** A list within a list belongs to the item before it. */
export function addTo(items: OpenItem[], pieces: Piece[]): void {
  const last = items.at(-1);
  if (last === undefined) items.push({ number: null, pieces });
  else last.pieces.push(...pieces);
}

/** How many elements may stand between an item and its box. */
const MAX_BETWEEN = 2;

/** Whether a task of a list is done, by a box that nobody may tick; null when an element is none. */
export function isDone({ name, attribs, parent }: Element): boolean | null {
  if (name !== 'input' || attribs['type']?.toLowerCase() !== 'checkbox' || attribs['disabled'] === undefined) return null;
  let up = parent;
  for (let steps = 0; up !== null && isTag(up) && steps <= MAX_BETWEEN; up = up.parent, steps += 1)
    if (up.name === 'li') return attribs['checked'] !== undefined;
  return null;
}

/** Tells the numbers of the items of a list one after the other (HTML §4.4.5, §4.4.8). */
export function counter({ attribs, children }: Element): (item: ChildNode) => number {
  const isReversed = attribs['reversed'] !== undefined;
  const start = Number.parseInt(attribs['start'] ?? '', 10);
  let next = Number.isNaN(start) ? (isReversed ? children.filter((child) => isTag(child) && child.name === 'li').length : 1) : start;
  return (item) => {
    const value = isTag(item) ? Number.parseInt(item.attribs['value'] ?? '', 10) : Number.NaN;
    const number = Number.isNaN(value) ? next : value;
    next = number + (isReversed ? -1 : 1);
    return number;
  };
}
