import { type ChildNode, Element, isTag, isText, Text } from 'domhandler';

/** MathML that says what something else draws. */
export const mathMl = (name: string, children: readonly ChildNode[], attributes: Readonly<Record<string, string>> = {}): Element =>
  new Element(name, { ...attributes }, [...children]);

/** MathML whose elements are named with a prefix for their vocabulary, `mml:math`, under their own names. */
export const withoutPrefix = ({ name, attribs, children }: Element): Element =>
  mathMl(
    name.slice(name.indexOf(':') + 1),
    children.flatMap((child): ChildNode[] => (isTag(child) ? [withoutPrefix(child)] : isText(child) ? [new Text(child.data)] : [])),
    attribs,
  );

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
