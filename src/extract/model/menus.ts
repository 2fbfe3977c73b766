import type { Element } from 'domhandler';
import { isLayoutTable } from '../table.ts';
import type { Box, Layout } from '../blocks/layout.ts';
import { sumsOf } from './sums.ts';

/** Links of a menu, how much of its words they have, and how many words each at most, on average. */
const MIN_LINKS = 3;
const MOST = 0.6;
const MAX_WORDS = 3;
/** How much of a text may be links. */
const FEW = 0.25;

const isCell = ({ element }: Box): boolean => element.name === 'td';

/** The table around a cell. */
function tableOf(cell: Box): Element | null {
  let up = cell.parent;
  while (up !== null && up.element.name !== 'table') up = up.parent;
  return up?.element ?? null;
}

/**
 * Drops what cells of layout tables hold, if that is menus and nothing else, and most of the kept text stands in a cell beside it: where a table lays a
 * page out and its markup says no more, a menu looks like a paragraph.
 */
export function dropMenus({ blocks, boxes, root }: Layout, kept: Uint8Array): void {
  if (!boxes.some(isCell)) return;
  const links = sumsOf(blocks.map((block) => block.links));
  const linkWords = sumsOf(blocks.map((block) => block.linkWords));
  const words = sumsOf(blocks.map((block) => block.words));
  const said = sumsOf(blocks.map((block, row) => (kept[row] === 1 ? block.words - block.linkWords : 0)));
  const isMenu = (cell: Box): boolean =>
    links(cell) >= MIN_LINKS && linkWords(cell) >= MOST * words(cell) && linkWords(cell) <= MAX_WORDS * links(cell);
  const isText = (cell: Box): boolean => said(cell) > said(root) / 2 && linkWords(cell) <= FEW * words(cell);
  for (const cell of boxes) {
    if (!isCell(cell) || !isText(cell)) continue;
    const menus = (cell.parent?.children ?? []).filter((other) => isCell(other) && isMenu(other) && words(other) < said(cell));
    const table = menus.length === 0 ? null : tableOf(cell);
    if (table !== null && isLayoutTable(table)) for (const { first, end } of menus) kept.fill(0, first, end);
  }
}
