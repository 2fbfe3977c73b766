import { type ChildNode, type Element, isTag, isText } from 'domhandler';
import { isHidden, silent } from '../elements.ts';
import type { Inline, Line, Piece } from './piece.ts';

/** The level of a heading, by its name or its role; null when an element is none. */
export function levelOf({ name, attribs }: Element): number | null {
  if (/^h[1-6]$/.test(name)) return Number(name[1]);
  if (attribs['role'] !== 'heading') return null;
  return Math.min(6, Math.max(1, Number.parseInt(attribs['aria-level'] ?? '2', 10) || 2));
}

/** How many elements may stand between a heading and a button in it. */
const MAX_BETWEEN = 3;

/** Whether any words that are shown are in no button. */
const saysMore = (nodes: readonly ChildNode[]): boolean =>
  nodes.some((node) =>
    isTag(node) ? !silent.has(node.name) && !isHidden(node) && saysMore(node.children) : isText(node) && /[\p{L}\p{N}]/u.test(node.data),
  );

/** By heading: there may be many buttons in one. */
const known = new WeakMap<Element, boolean>();

function saysMoreThanButtons(heading: Element): boolean {
  const says = known.get(heading) ?? saysMore(heading.children);
  known.set(heading, says);
  return says;
}

/** Whether an element is a button beside the words of a heading. One that has all of them opens what it heads. */
export function isHeadingControl(button: Element): boolean {
  if (button.name !== 'button') return false;
  let up = button.parent;
  for (let steps = 0; up !== null && isTag(up) && steps <= MAX_BETWEEN; up = up.parent, steps += 1)
    if (levelOf(up) !== null) return saysMoreThanButtons(up);
  return false;
}

/** With more letters, it is a text that begins with a heading. */
const LONGEST = 100;

const lettersIn = (line: Line): number =>
  line.reduce((sum, inline) => sum + ('inlines' in inline ? lettersIn(inline.inlines) : 'text' in inline ? inline.text.length : 0), 0);

/** What a heading says, its parts as lines of one; null when they are no parts of a heading. */
export function lineOfHeading(parts: readonly Piece[]): Line | null {
  const lines: Line[] = [];
  for (const part of parts) {
    if (part.kind !== 'paragraph') return null;
    lines.push(part.line);
  }
  const [first, ...more] = lines;
  if (first === undefined || (more.length > 0 && lettersIn(lines.flat()) > LONGEST)) return null;
  return [...first, ...more.flatMap((line): Inline[] => [{ kind: 'break' }, ...line])];
}
