import { compile, selectAll } from 'css-select';
import type { AnyNode, Document, Element } from 'domhandler';

/** Selectors by whether they are CSS; there are as many as the crawler configs name. */
const valid = new Map<string, boolean>();

function isSelector(selector: string): boolean {
  const known = valid.get(selector);
  if (known !== undefined) return known;
  let is = true;
  try {
    compile<AnyNode, Element>(selector);
  } catch {
    // The parser throws at what it cannot read; the caller makes a drop of it that quotes the selector.
    is = false;
  }
  valid.set(selector, is);
  return is;
}

/** The first of the selectors that is not valid CSS, or null when all are. */
export const badSelector = (selectors: readonly (string | undefined)[]): string | null =>
  selectors.find((selector) => selector !== undefined && !isSelector(selector)) ?? null;

/** Elements a selector of the config names, in document order; none for a selector that is left out. */
export const selected = (selector: string | undefined, document: Document): readonly Element[] =>
  selector === undefined ? [] : selectAll<AnyNode, Element>(selector, document);

/** Elements none of which lies within another: what a reader would copy, once. */
export function outermost(elements: readonly Element[]): readonly Element[] {
  const all = new Set<AnyNode>(elements);
  return elements.filter((element) => {
    for (let up: AnyNode | null = element.parent; up !== null; up = up.parent) if (all.has(up)) return false;
    return true;
  });
}
