import type { Block, Box, Layout } from '../blocks/layout.ts';
import { mix } from '../blocks/tokens.ts';
import { type Sums, within } from './sums.ts';

/** Siblings of one kind: posts, tiles, rows, list items. */
export interface Group {
  readonly parent: Box;
  readonly members: Box[];
  words: number;
  linkWords: number;
  images: number;
  prose: number;
  currencies: number;
  headings: number;
  /** Its place among the groups of the page by words, 0 for the largest. */
  rank: number;
}

/** All blocks of a page whose boxes, and the two around each, are of the same kinds. */
export interface Likeness {
  count: number;
  words: number;
  linkWords: number;
  first: number;
  last: number;
}

export interface Repeats {
  /** The group a box belongs to, when it has at least two siblings of its kind with text. */
  readonly groups: ReadonlyMap<Box, Group>;
  readonly all: readonly Group[];
  /** By block. */
  readonly likeness: readonly Likeness[];
  /** How many blocks of the page say the same, by block. */
  readonly same: Uint16Array;
  /** How many of them came before it, by block. */
  readonly before: Uint16Array;
}

const MIN_MEMBERS = 3;

function groupsWithin(parent: Box, all: Group[], groups: Map<Box, Group>): void {
  if (parent.children.length < MIN_MEMBERS) return;
  const kinds = new Map<number, Group>();
  for (const child of parent.children) {
    if (child.first === child.end) continue;
    const group = kinds.get(child.kind);
    if (group === undefined)
      kinds.set(child.kind, { parent, members: [child], words: 0, linkWords: 0, images: 0, prose: 0, currencies: 0, headings: 0, rank: 0 });
    else group.members.push(child);
  }
  for (const group of kinds.values()) {
    if (group.members.length < MIN_MEMBERS) continue;
    all.push(group);
    for (const member of group.members) groups.set(member, group);
  }
}

function likenessOf(blocks: readonly Block[]): Likeness[] {
  const byPath = new Map<number, Likeness>();
  return blocks.map(({ box, words, linkWords }, at) => {
    const path = mix(mix(box.parent?.parent?.kind ?? 0, box.parent?.kind ?? 0), box.kind);
    let like = byPath.get(path);
    if (like === undefined) {
      like = { count: 0, words: 0, linkWords: 0, first: at, last: at };
      byPath.set(path, like);
    }
    like.count += 1;
    like.words += words;
    like.linkWords += linkWords;
    like.last = at;
    return like;
  });
}

function measure(groups: readonly Group[], sums: Sums): void {
  for (const group of groups) {
    for (const member of group.members) {
      group.words += within(sums.words, member);
      group.linkWords += within(sums.linkWords, member);
      group.images += member.imagesUpTo - member.imagesBefore;
      group.prose += within(sums.prose, member);
      group.currencies += within(sums.currencies, member);
      group.headings += within(sums.headings, member);
    }
  }
  for (const [rank, group] of groups.toSorted((a, b) => b.words - a.words).entries()) group.rank = rank;
}

export function repeatsOf({ boxes, blocks }: Layout, sums: Sums): Repeats {
  const all: Group[] = [];
  const groups = new Map<Box, Group>();
  for (const box of boxes) if (box.end > box.first) groupsWithin(box, all, groups);
  measure(all, sums);
  const counts = new Map<number, number>();
  const before = new Uint16Array(blocks.length);
  for (const [at, { hash }] of blocks.entries()) {
    const count = counts.get(hash) ?? 0;
    before[at] = count;
    counts.set(hash, count + 1);
  }
  const same = Uint16Array.from(blocks, ({ hash }) => counts.get(hash) ?? 1);
  return { groups, all, likeness: likenessOf(blocks), same, before };
}
