import type { Block, Box, Layout } from '../blocks/layout.ts';
import { hashOf, mix, nameTokens, wordTokens } from '../blocks/tokens.ts';
import { isHeading } from './sums.ts';

/** Weights are found by the low bits of a token's hash. */
export const SPARSE_BITS = 17;
const MASK = (1 << SPARSE_BITS) - 1;

const slot = (hash: number): number => (hash ^ (hash >>> 15)) & MASK;

const ROLE = 0x11;
const PROPERTY = 0x22;
const PATH2 = 0x33;
const PATH3 = 0x44;
const PATH4 = 0x55;
const NEAR = [0x66, 0x77, 0x88];
const INLINE = 0x99;
const LINK = 0xaa;
const WORD = 0xbb;
const HEADING_WORD = 0xcc;
const PHRASE = 0xdd;
const TAG = 0xee;

/** A short text is known by its words; a longer one by how it looks. */
const SHORT_WORDS = 7;

/** Takes slots. */
export interface Slots {
  add(slot: number): void;
}

/** Slots of what an element says of itself: they count for every block within it. */
export function boxSlots(box: Box, slots: Slots): void {
  for (const token of box.tokens) slots.add(slot(token));
  const { role, itemprop, itemtype } = box.element.attribs;
  if (role !== undefined) slots.add(slot(hashOf(role, ROLE)));
  if (itemprop !== undefined) slots.add(slot(hashOf(itemprop, PROPERTY)));
  if (itemtype !== undefined) slots.add(slot(hashOf(itemtype.slice(-40), PROPERTY)));
  if (box.element.name.includes('-')) slots.add(slot(hashOf(box.element.name, TAG)));
}

/** Slots of the names of the elements around the blocks of a box. */
export function pathSlots({ parent, nameHash }: Box, slots: Slots): void {
  const above = parent?.parent;
  const path2 = mix(parent?.nameHash ?? 0, nameHash);
  const path3 = mix(above?.nameHash ?? 0, path2);
  slots.add(slot(mix(path2, PATH2)));
  slots.add(slot(mix(path3, PATH3)));
  slots.add(slot(mix(mix(above?.parent?.nameHash ?? 0, path3), PATH4)));
}

/** So many boxes are near a block: its own, the one around that and the next. */
export const NEAR_BOXES = NEAR.length;

/** Slots of what a box says to blocks that are so many steps below it. */
export function nearSlots({ tokens }: Box, steps: number, slots: Slots): void {
  for (const token of tokens) slots.add(slot(mix(token, NEAR[steps] ?? 0)));
}

/** Words at the beginning of an address that are told apart. */
const LINK_WORDS = 4;
const LINK_LETTERS = 120;

function upTo(text: string, mark: string): string {
  const end = text.indexOf(mark);
  return end < 0 ? text : text.slice(0, end);
}

function linkSlots(block: Block, slots: Slots): void {
  const { firstLink } = block;
  if (firstLink === null) return;
  const { href = '', rel } = firstLink.attribs;
  if (rel !== undefined) slots.add(slot(hashOf(rel, LINK)));
  const start = /^https?:\/\/(?:www\.)?/.exec(href)?.[0].length ?? 0;
  const address = href.slice(start, LINK_LETTERS);
  for (const token of wordTokens(upTo(upTo(address, '?'), '#'), LINK_WORDS)) slots.add(slot(mix(token, LINK)));
}

/** Slots of the inline elements a block begins in, and of where it leads. */
export function inlineSlots(block: Block, slots: Slots): void {
  if (block.inline !== null) {
    slots.add(slot(hashOf(block.inline.name, INLINE)));
    for (const token of nameTokens(block.inline.attribs)) slots.add(slot(mix(token, INLINE)));
    const { itemprop } = block.inline.attribs;
    if (itemprop !== undefined) slots.add(slot(hashOf(itemprop, PROPERTY)));
  }
  linkSlots(block, slots);
}

/** Slots of the words of a short block and of the heading before it: they know the languages they were trained on, and say nothing of others. */
export function wordSlots({ words, wordHashes }: Block, heading: Block | null, slots: Slots): void {
  if (words <= SHORT_WORDS) {
    let phrase = PHRASE;
    for (const hash of wordHashes) {
      slots.add(slot(mix(hash, WORD)));
      phrase = mix(hash, phrase);
    }
    slots.add(slot(phrase));
  } else for (let i = 0; i < 3 && i < wordHashes.length; i += 1) slots.add(slot(mix(wordHashes[i] ?? 0, PHRASE)));
  if (heading !== null && heading.words <= 12) for (const hash of heading.wordHashes) slots.add(slot(mix(hash, HEADING_WORD)));
}

/** For each block the heading before it, itself left out. */
export function headingsBefore({ blocks }: Layout): readonly (Block | null)[] {
  let last: Block | null = null;
  return blocks.map((block) => {
    const before = last;
    if (isHeading(block)) last = block;
    return before;
  });
}
