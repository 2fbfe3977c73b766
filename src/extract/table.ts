import { type ChildNode, type Element, hasChildren, isTag } from 'domhandler';

/** What does not fit into a cell of a line; a table that holds it is there for the layout. */
const large: ReadonlySet<string> = new Set(['table', 'article', 'section', 'form', 'blockquote', 'pre']);
/** The same, where it does not head a row or a column. */
const heading = /^h[1-6]$/;

function holdsLarge(nodes: readonly ChildNode[], isHead = false): boolean {
  return nodes.some((node) => {
    if (isTag(node) && (large.has(node.name) || (!isHead && heading.test(node.name)))) return true;
    return hasChildren(node) && holdsLarge(node.children, isHead || (isTag(node) && node.name === 'th'));
  });
}

function longestRow(table: Element): number {
  let cells = 0;
  for (const part of table.children) {
    if (!isTag(part)) continue;
    const rows = part.name === 'tr' ? [part] : part.children.filter(isTag).filter((row) => row.name === 'tr');
    for (const row of rows)
      cells = Math.max(cells, row.children.filter((cell) => isTag(cell) && (cell.name === 'td' || cell.name === 'th')).length);
  }
  return cells;
}

/** Whether a table arranges the page rather than data: no columns, or blocks in its cells. */
export function isLayoutTable(table: Element): boolean {
  if (table.attribs['role'] === 'presentation' || table.attribs['role'] === 'none') return true;
  return longestRow(table) < 2 || holdsLarge(table.children);
}
