import { type Block, firstAround } from '../blocks/layout.ts';
import { isHeading } from './sums.ts';
import type { Surroundings } from './surroundings.ts';

export const FRAME_LEVELS = 9;
/** The smallest and the largest repeated thing a block is part of. */
export const FRAME_GROUPS = 2;

/** How the blocks of a page belong together, in plain figures: all that the second stage needs to know of the layout. */
export interface Frame {
  readonly rows: number;
  readonly words: Float32Array;
  /** By block and level, first and end of the blocks within the box there; -1 above the top. */
  readonly ranges: Int32Array;
  /** By block, which blocks look like it. */
  readonly likeness: Int32Array;
  readonly likenesses: number;
  /** By block, which blocks stand in an element of the same kind. */
  readonly kinds: Int32Array;
  readonly kindCount: number;
  /** By block, first and end of the blocks from the heading before it to the next. */
  readonly sections: Int32Array;
  /** By block, the groups it is in; -1 for none. */
  readonly groups: Int32Array;
  /** By block, first and end of the member of its smallest group. */
  readonly members: Int32Array;
  /** By group, firsts and ends of its members. */
  readonly groupRanges: readonly Int32Array[];
}

function sectionsOf(blocks: readonly Block[]): Int32Array {
  const sections = new Int32Array(blocks.length * 2);
  let start = 0;
  for (let row = 0; row <= blocks.length; row += 1) {
    const block = blocks[row];
    if (block !== undefined && !isHeading(block)) continue;
    for (let i = start; i < row; i += 1) {
      sections[i * 2] = start;
      sections[i * 2 + 1] = row;
    }
    start = row;
  }
  return sections;
}

/** By block, a number for the kind of its box. */
function kindsOf(blocks: readonly Block[]): { readonly kinds: Int32Array; readonly kindCount: number } {
  const known = new Map<number, number>();
  const kinds = new Int32Array(blocks.length);
  blocks.forEach(({ box }, row) => {
    const number = known.get(box.kind) ?? known.size;
    if (number === known.size) known.set(box.kind, number);
    kinds[row] = number;
  });
  return { kinds, kindCount: known.size };
}

export function frameOf({ layout, repeats }: Surroundings): Frame {
  const { blocks } = layout;
  const rows = blocks.length;
  const words = new Float32Array(rows);
  const ranges = new Int32Array(rows * FRAME_LEVELS * 2).fill(-1);
  const groups = new Int32Array(rows * FRAME_GROUPS).fill(-1);
  const members = new Int32Array(rows * 2).fill(-1);
  const likeness = new Int32Array(rows);
  let likenesses = 0;
  blocks.forEach((block, row) => {
    words[row] = block.words;
    const like = repeats.likeness[row]?.number ?? 0;
    likeness[row] = like;
    likenesses = Math.max(likenesses, like + 1);
    const end = (row + 1) * FRAME_LEVELS * 2;
    let at = row * FRAME_LEVELS * 2;
    for (let up = firstAround(block.box); up !== null && at < end; up = up.wider, at += 2) {
      ranges[at] = up.first;
      ranges[at + 1] = up.end;
    }
    const inner = repeats.members[block.box.index] ?? null;
    if (inner === null) return;
    groups[row * FRAME_GROUPS] = inner.group.number;
    members[row * 2] = inner.box.first;
    members[row * 2 + 1] = inner.box.end;
    let outer = inner;
    while (outer.around !== null) outer = outer.around;
    groups[row * FRAME_GROUPS + 1] = outer.group.number;
  });
  const groupRanges = repeats.all.map((group) => Int32Array.from(group.members.flatMap(({ first, end }) => [first, end])));
  return { rows, words, ranges, likeness, likenesses, ...kindsOf(blocks), sections: sectionsOf(blocks), groups, members, groupRanges };
}
