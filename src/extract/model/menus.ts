import { Flag } from '../blocks/flags.ts';
import type { Block, Box, Layout } from '../blocks/layout.ts';

/** Links of a menu, and how much of its words they have. */
const MIN_LINKS = 3;
const MOST = 0.6;
/** How much of a text may be links, if menus beside it are none of it. */
const FEW = 0.25;

type Measured = Pick<Block, 'links' | 'linkWords' | 'words'>;

const isMenu = ({ links, linkWords, words }: Measured): boolean => links >= MIN_LINKS && linkWords >= MOST * words;

/** What the blocks of a box have of a measure, all together. */
function sumsOf(blocks: readonly Block[], name: keyof Measured): (box: Box) => number {
  const sums = new Float64Array(blocks.length + 1);
  for (const [row, block] of blocks.entries()) sums[row + 1] = (sums[row] ?? 0) + block[name];
  return ({ first, end }) => (sums[end] ?? 0) - (sums[first] ?? 0);
}

/** Rows of blocks that are menus in tables, by themselves or as all that their cell holds. */
function menusIn({ blocks, boxes }: Layout): Uint8Array {
  const menus = Uint8Array.from(blocks, (block) => ((block.flags & Flag.table) !== 0 && isMenu(block) ? 1 : 0));
  const links = sumsOf(blocks, 'links');
  const linkWords = sumsOf(blocks, 'linkWords');
  const words = sumsOf(blocks, 'words');
  let end = 0;
  for (const box of boxes) {
    if (box.element.name !== 'td' || box.end <= end) continue;
    if (!isMenu({ links: links(box), linkWords: linkWords(box), words: words(box) })) continue;
    end = box.end;
    menus.fill(1, box.first, end);
  }
  return menus;
}

/** Drops menus in tables beside a text: where a table lays a page out and its markup says no more, a menu looks like a paragraph. */
export function dropMenus(layout: Layout, kept: Uint8Array): void {
  const menus = menusIn(layout);
  let [all, linked] = [0, 0];
  for (const [row, { words, linkWords }] of layout.blocks.entries()) {
    if (kept[row] === 0 || menus[row] === 1) continue;
    all += words;
    linked += linkWords;
  }
  if (all === 0 || linked > FEW * all) return;
  for (const [row, isIn] of menus.entries()) if (isIn === 1) kept[row] = 0;
}
