import { type ChildNode, type Element, isTag } from 'domhandler';

/** Calls `visit` for every element of a tree in document order; the tree must be bounded in depth. */
export function visitElements(nodes: readonly ChildNode[], visit: (element: Element) => void): void {
  for (const node of nodes) {
    if (!isTag(node)) continue;
    visit(node);
    if (node.children.length > 0) visitElements(node.children, visit);
  }
}
