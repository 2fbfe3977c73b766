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
