import { type ChildNode, type Element, isTag, isText, type ParentNode, type Text } from 'domhandler';

/** What of a tree is to be written: some of its texts, and so the elements around them. */
export interface Selection {
  has(text: Text): boolean;
  /** Whether any selected text lies in the element. */
  holds(element: Element): boolean;
}

/** These texts, and pictures that may stand without any, and nothing else. */
export function selectionOf(texts: Iterable<Text>, pictures: Iterable<Element> = []): Selection {
  const chosen = new Set<Text>();
  const around = new Set<ParentNode>();
  for (const node of [...texts, ...pictures]) {
    if (isText(node)) chosen.add(node);
    for (let up = node.parent; up !== null && !around.has(up); up = up.parent) around.add(up);
  }
  return { has: (text) => chosen.has(text), holds: (element) => around.has(element) };
}

/** The selected texts in document order, joined as they stand, but for elements that `instead` says something for. */
export function selectedText(
  nodes: readonly ChildNode[],
  selection: Selection,
  instead: (element: Element) => string | null = () => null,
): string {
  let out = '';
  for (const node of nodes) {
    if (isText(node)) out += selection.has(node) ? node.data : '';
    else if (isTag(node)) out += node.name === 'br' ? '\n' : (instead(node) ?? selectedText(node.children, selection, instead));
  }
  return out;
}
