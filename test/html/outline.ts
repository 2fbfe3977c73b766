import { type AnyNode, hasChildren, isTag, isText } from 'domhandler';

/** A tree on one line: `p(a b(c))`. */
export function outline(node: AnyNode): string {
  if (isText(node)) return node.data;
  const inside = hasChildren(node) ? node.children.map(outline).join('') : '';
  return isTag(node) ? `${node.name}(${inside})` : inside;
}
