import type { Block, Box } from '../blocks/layout.ts';
import type { Group } from './repeats.ts';
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

class Numbers<Key> {
  readonly #known = new Map<Key, number>();
  readonly keys: Key[] = [];

  of(key: Key): number {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, this.keys.length);
    this.keys.push(key);
    return this.keys.length - 1;
  }
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

export function frameOf({ layout, repeats }: Surroundings): Frame {
  const rows = layout.blocks.length;
  const words = Float32Array.from(layout.blocks, (block) => block.words);
  const ranges = new Int32Array(rows * FRAME_LEVELS * 2).fill(-1);
  const groups = new Int32Array(rows * FRAME_GROUPS).fill(-1);
  const members = new Int32Array(rows * 2).fill(-1);
  const likenesses = new Numbers<unknown>();
  const numbers = new Numbers<Group>();
  for (const [row, block] of layout.blocks.entries()) {
    let size = 1;
    let level = 0;
    let isFirst = true;
    for (let up: Box | null = block.box; up !== null && up.parent !== null; up = up.parent) {
      const group = repeats.groups.get(up);
      if (group !== undefined) {
        const number = numbers.of(group);
        if (isFirst) {
          groups[row * FRAME_GROUPS] = number;
          members[row * 2] = up.first;
          members[row * 2 + 1] = up.end;
        }
        isFirst = false;
        groups[row * FRAME_GROUPS + 1] = number;
      }
      if (up.end - up.first <= size || level >= FRAME_LEVELS) continue;
      size = up.end - up.first;
      const at = (row * FRAME_LEVELS + level) * 2;
      ranges[at] = up.first;
      ranges[at + 1] = up.end;
      level += 1;
    }
  }
  const byKind = new Numbers<number>();
  const kinds = Int32Array.from(layout.blocks, ({ box }) => byKind.of(box.kind));
  const likeness = Int32Array.from(repeats.likeness, (like) => likenesses.of(like));
  const groupRanges = numbers.keys.map((group) => Int32Array.from(group.members.flatMap(({ first, end }) => [first, end])));
  return {
    rows,
    words,
    ranges,
    likeness,
    likenesses: likenesses.keys.length,
    kinds,
    kindCount: byKind.keys.length,
    sections: sectionsOf(layout.blocks),
    groups,
    members,
    groupRanges,
  };
}
