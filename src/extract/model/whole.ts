import { type Element, isTag, type Text } from 'domhandler';
import type { PageType } from '../../records.ts';
import { Flag } from '../blocks/flags.ts';
import type { Block, Box, Layout } from '../blocks/layout.ts';
import { Letter } from '../blocks/letters.ts';
import { isEquationTable, isFormula } from '../formula.ts';
import { isListByRole } from '../list.ts';
import { isLayoutTable, isTable } from '../table.ts';
import { sumsOf } from './sums.ts';

/** Keeps all of a box but what is hidden. */
export function keepShown({ first, end }: Box, blocks: readonly Block[], kept: Uint8Array): void {
  for (let row = first; row < end; row += 1) if (((blocks[row]?.flags ?? 0) & Flag.concealed) === 0) kept[row] = 1;
}

/** A table of data is kept whole when so much of it is. */
const MOST = 0.5;
const MIN_BLOCKS = 4;

/** How much a block says; one without words is something, too. */
const weightOf = ({ words }: Block): number => words + 0.5;

/** How much of what is said in a box is kept. */
function shareKept({ first, end }: Box, blocks: readonly Block[], kept: Uint8Array): number {
  let all = 0;
  let some = 0;
  for (let row = first; row < end; row += 1) {
    const block = blocks[row];
    const weight = block === undefined ? 0 : weightOf(block);
    all += weight;
    if (kept[row] === 1) some += weight;
  }
  return some / all;
}

/** Whether what stands right before a box and right after it, up to `end`, is kept in the same place: it belongs to what is said there. */
function isAmidKept(box: Box, kept: Uint8Array, end = box.end): boolean {
  let outer = box;
  while (outer.parent?.first === box.first && outer.parent.end === box.end) outer = outer.parent;
  const { parent } = outer;
  return parent !== null && parent.first < box.first && parent.end > end && kept[box.first - 1] === 1 && kept[end] === 1;
}

const isList = ({ element, flags }: Box): boolean =>
  (element.name === 'ul' || element.name === 'ol' || isListByRole(element)) && (flags & (Flag.nav | Flag.aside)) === 0;

/** Tells lists that are read from those of links or buttons, as stand amid texts as well: to share, to subscribe, to what is related. */
function readLists(blocks: readonly Block[]): (box: Box) => boolean {
  const all = sumsOf(blocks.map(({ words }) => words));
  const used = sumsOf(blocks.map(({ flags, words, linkWords }) => ((flags & Flag.button) !== 0 ? words : linkWords)));
  return (box) => isList(box) && used(box) <= all(box) / 2;
}

/** A quotation that a colon announces. */
const isAnnounced = ({ element, flags, first }: Box, blocks: readonly Block[]): boolean =>
  element.name === 'blockquote' && (flags & (Flag.nav | Flag.aside)) === 0 && blocks[first - 1]?.last === Letter.colon;

const isOfData = ({ element, first, end }: Box): boolean => end - first >= MIN_BLOCKS && isTable(element) && !isLayoutTable(element);

/** Whether all that a box says is a formula, with its number at most. */
function isOfFormula({ element, first, end }: Box, blocks: readonly Block[]): boolean {
  if (isFormula(element) || isEquationTable(element)) return true;
  const block = end - first === 1 ? blocks[first] : undefined;
  return block !== undefined && [block.texts[0], block.texts.at(-1)].every((text) => text !== undefined && isInFormula(text, element));
}

function isInFormula({ parent }: Text, within: Element): boolean {
  for (let up = parent; up !== null && up !== within && isTag(up); up = up.parent) if (isFormula(up)) return true;
  return false;
}

const isCode = ({ flags }: Block): boolean => (flags & Flag.code) !== 0;

/** The code of a page, looked through once. */
class Code {
  /** How much a box says, in all and in code. */
  readonly #all: (box: Box) => number;
  readonly #code: (box: Box) => number;
  /** Up to where code goes on from each block. */
  readonly #ends: Uint32Array;

  constructor(blocks: readonly Block[]) {
    this.#all = sumsOf(blocks.map(weightOf));
    this.#code = sumsOf(blocks.map((block) => (isCode(block) ? weightOf(block) : 0)));
    this.#ends = Uint32Array.from({ length: blocks.length + 1 }, (_, row) => row);
    for (const [row, block] of [...blocks.entries()].reverse()) if (isCode(block)) this.#ends[row] = this.#ends[row + 1] ?? 0;
  }

  /** Whether most of what a box says is code. */
  isMost(box: Box): boolean {
    return this.#code(box) > MOST * this.#all(box);
  }

  endFrom(row: number): number {
    return this.#ends[row] ?? row;
  }
}

/** Keeps the code of a box, but what is said once more; what names it or leads to other code is for the model to judge. */
function keepCode({ first, end }: Box, blocks: readonly Block[], said: ReadonlySet<number>, kept: Uint8Array): void {
  for (const [i, block] of blocks.slice(first, end).entries())
    if (isCode(block) && (block.flags & Flag.concealed) === 0 && !said.has(block.hash)) kept[first + i] = 1;
}

/**
 * Keeps lists, tables of data, code, formulas and announced quotations in the midst of a text that is kept; in a forum, a quotation is of
 * what stands in another post. Keeps the heads and odd cells of tables that are kept for the most part, too, for half a table says
 * something else.
 */
export function keepWhole({ boxes, blocks }: Layout, kept: Uint8Array, pageType: PageType | null): void {
  const code = blocks.some(isCode) ? new Code(blocks) : null;
  const said = code === null ? new Set<number>() : new Set(blocks.filter((_block, row) => kept[row] === 1).map(({ hash }) => hash));
  const isReadList = readLists(blocks);
  for (const box of boxes) {
    const isTabular = isOfData(box);
    const isAmid = isAmidKept(box, kept);
    const isQuoted = isAmid && pageType !== 'forum' && isAnnounced(box, blocks);
    if (isAmid ? isTabular || isQuoted || isReadList(box) || isOfFormula(box, blocks) : isTabular && shareKept(box, blocks, kept) > MOST)
      keepShown(box, blocks, kept);
    else if (code?.isMost(box) === true && (isAmid || isAmidKept(box, kept, code.endFrom(box.end)))) keepCode(box, blocks, said, kept);
  }
}
