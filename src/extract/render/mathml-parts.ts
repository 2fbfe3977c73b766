import { type ChildNode, Element, Text } from 'domhandler';

/** MathML that says what something else draws. */
export const mathMl = (name: string, children: readonly ChildNode[], attributes: Readonly<Record<string, string>> = {}): Element =>
  new Element(name, { ...attributes }, [...children]);

export const token = (name: string, text: string): Element => mathMl(name, [new Text(text)]);

export const row = (children: readonly Element[]): Element => mathMl('mrow', children);

/** A base with what stands below and above it; null for nothing. */
export function scripts(base: Element, sub: Element | null, sup: Element | null): Element {
  if (sub === null) return sup === null ? base : mathMl('msup', [base, sup]);
  return sup === null ? mathMl('msub', [base, sub]) : mathMl('msubsup', [base, sub, sup]);
}

export const tabular = (rows: readonly (readonly Element[])[]): Element =>
  mathMl(
    'mtable',
    rows.map((cells) =>
      mathMl(
        'mtr',
        cells.map((cell) => mathMl('mtd', [cell])),
      ),
    ),
  );
