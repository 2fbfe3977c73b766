import type { Block, Box, Layout } from '../blocks/layout.ts';
import { hashOf, mix, nameTokens } from '../blocks/tokens.ts';
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

/** Slots of what an element says of itself: they count for every block within it. */
export function boxSlots(box: Box, add: (slot: number) => void): void {
  for (const token of box.tokens) add(slot(token));
  const { role, itemprop, itemtype } = box.element.attribs;
  if (role !== undefined) add(slot(hashOf(role, ROLE)));
  if (itemprop !== undefined) add(slot(hashOf(itemprop, PROPERTY)));
  if (itemtype !== undefined) add(slot(hashOf(itemtype.slice(-40), PROPERTY)));
  if (box.element.name.includes('-')) add(slot(hashOf(box.element.name, TAG)));
}

function linkSlots(block: Block, add: (slot: number) => void): void {
  const { firstLink } = block;
  if (firstLink === null) return;
  const { href = '', rel } = firstLink.attribs;
  if (rel !== undefined) add(slot(hashOf(rel, LINK)));
  for (const token of nameTokens({
    class: href
      .slice(0, 120)
      .replace(/^https?:\/\/(?:www\.)?/, '')
      .replace(/[?#].*$/, ''),
  }).slice(0, 4))
    add(slot(mix(token, LINK)));
}

/** Slots of where a block stands, whatever its language. */
export function blockSlots(block: Block, add: (slot: number) => void): void {
  const { box } = block;
  const parent = box.parent;
  const above = parent?.parent;
  const path2 = mix(parent?.nameHash ?? 0, box.nameHash);
  const path3 = mix(above?.nameHash ?? 0, path2);
  add(slot(mix(path2, PATH2)));
  add(slot(mix(path3, PATH3)));
  add(slot(mix(mix(above?.parent?.nameHash ?? 0, path3), PATH4)));
  let up: Box | null = box;
  for (const seed of NEAR) {
    if (up === null) break;
    for (const token of up.tokens) add(slot(mix(token, seed)));
    up = up.parent;
  }
  if (block.inline !== null) {
    add(slot(hashOf(block.inline.name, INLINE)));
    for (const token of nameTokens(block.inline.attribs)) add(slot(mix(token, INLINE)));
    const { itemprop } = block.inline.attribs;
    if (itemprop !== undefined) add(slot(hashOf(itemprop, PROPERTY)));
  }
  linkSlots(block, add);
}

/** Slots of the words of a short block and of the heading before it: they know the languages they were trained on, and say nothing of others. */
export function wordSlots(block: Block, heading: Block | null, add: (slot: number) => void): void {
  if (block.words <= SHORT_WORDS) {
    let phrase = PHRASE;
    for (const hash of block.wordHashes) {
      add(slot(mix(hash, WORD)));
      phrase = mix(hash, phrase);
    }
    add(slot(phrase));
  } else for (const hash of block.wordHashes.slice(0, 3)) add(slot(mix(hash, PHRASE)));
  if (heading !== null && heading.words <= 12) for (const hash of heading.wordHashes) add(slot(mix(hash, HEADING_WORD)));
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
