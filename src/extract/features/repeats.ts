import type { Block, Box, Layout } from '../blocks/layout.ts';
import { mix } from '../blocks/tokens.ts';
import { type Sums, within } from './sums.ts';

/** Siblings of one kind: posts, tiles, rows, list items. */
export interface Group {
  /** Its place among the groups of the page. */
  readonly number: number;
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

/** A box as one of its group, and the nearest around it that is one of another. */
export interface Member {
  readonly box: Box;
  readonly group: Group;
  readonly around: Member | null;
}

/** All blocks of a page whose boxes, and the two around each, are of the same kinds. */
export interface Likeness {
  /** Its place among those of the page. */
  readonly number: number;
  count: number;
  words: number;
  linkWords: number;
  first: number;
  last: number;
}

export interface Repeats {
  readonly all: readonly Group[];
  /** By box, the box itself or the nearest around it that is a member of a group: has at least two siblings of its kind with text. */
  readonly members: readonly (Member | null)[];
  /** By block. */
  readonly likeness: readonly Likeness[];
  /** How many blocks of the page say the same, by block. */
  readonly same: Uint16Array;
  /** How many of them came before it, by block. */
  readonly before: Uint16Array;
}

const MIN_MEMBERS = 3;

/** Adds the groups among the children of a box, and of each box which it belongs to. */
function groupsWithin(parent: Box, all: Group[], groups: (Group | undefined)[]): void {
  if (parent.children.length < MIN_MEMBERS) return;
  const kinds = new Map<number, Box[]>();
  for (const child of parent.children) {
    if (child.first === child.end) continue;
    const members = kinds.get(child.kind);
    if (members === undefined) kinds.set(child.kind, [child]);
    else members.push(child);
  }
  for (const members of kinds.values()) {
    if (members.length < MIN_MEMBERS) continue;
    const group = { number: all.length, parent, members, words: 0, linkWords: 0, images: 0, prose: 0, currencies: 0, headings: 0, rank: 0 };
    all.push(group);
    for (const { index } of members) groups[index] = group;
  }
}

/** Boxes come after what is around them. */
function membersOf(boxes: readonly Box[], groups: readonly (Group | undefined)[]): (Member | null)[] {
  const members: (Member | null)[] = [];
  for (const box of boxes) {
    const around = box.parent === null ? null : (members[box.parent.index] ?? null);
    const group = groups[box.index];
    members.push(group === undefined ? around : { box, group, around });
  }
  return members;
}

function likenessOf(blocks: readonly Block[]): Likeness[] {
  const byPath = new Map<number, Likeness>();
  return blocks.map(({ box, words, linkWords }, at) => {
    const path = mix(mix(box.parent?.parent?.kind ?? 0, box.parent?.kind ?? 0), box.kind);
    let like = byPath.get(path);
    if (like === undefined) {
      like = { number: byPath.size, count: 0, words: 0, linkWords: 0, first: at, last: at };
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
  const groups: (Group | undefined)[] = [];
  for (const box of boxes) if (box.end > box.first) groupsWithin(box, all, groups);
  measure(all, sums);
  const counts = new Map<number, number>();
  const before = new Uint16Array(blocks.length);
  blocks.forEach(({ hash }, at) => {
    const count = counts.get(hash) ?? 0;
    before[at] = count;
    counts.set(hash, count + 1);
  });
  const same = new Uint16Array(blocks.length);
  blocks.forEach(({ hash }, at) => {
    same[at] = counts.get(hash) ?? 1;
  });
  return { all, members: membersOf(boxes, groups), likeness: likenessOf(blocks), same, before };
}
