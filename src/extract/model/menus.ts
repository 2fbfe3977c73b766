import { Flag } from '../blocks/flags.ts';
import type { Block, Layout } from '../blocks/layout.ts';

/** Links of a menu, and how much of its words they have. */
const MIN_LINKS = 3;
const MOST = 0.6;
/** How much of a text may be links, if menus beside it are none of it. */
const FEW = 0.25;

const isMenu = ({ flags, links, linkWords, words }: Block): boolean =>
  (flags & Flag.table) !== 0 && links >= MIN_LINKS && linkWords >= MOST * words;

/** Drops blocks of links in tables beside a text: where a table lays a page out and its markup says no more, a menu looks like a paragraph. */
export function dropMenus({ blocks }: Layout, kept: Uint8Array): void {
  let [all, linked] = [0, 0];
  for (const [row, block] of blocks.entries()) {
    if (kept[row] === 0 || isMenu(block)) continue;
    all += block.words;
    linked += block.linkWords;
  }
  if (all === 0 || linked > FEW * all) return;
  for (const [row, block] of blocks.entries()) if (isMenu(block)) kept[row] = 0;
}
