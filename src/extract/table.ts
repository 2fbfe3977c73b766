import { type ChildNode, type Element, hasChildren, isTag } from 'domhandler';

/** What does not fit into a cell of a line; a table that holds it is there for the layout. */
const large: ReadonlySet<string> = new Set([
  'table',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'article',
  'section',
  'form',
  'blockquote',
  'pre',
]);

function holds(nodes: readonly ChildNode[], names: ReadonlySet<string>): boolean {
  return nodes.some((node) => (isTag(node) && names.has(node.name)) || (hasChildren(node) && holds(node.children, names)));
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
  return longestRow(table) < 2 || holds(table.children, large);
}
