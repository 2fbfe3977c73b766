import { Flag } from '../blocks/flags.ts';
import type { Block } from '../blocks/layout.ts';

/** A heading that is less likely is of something else. */
const POSSIBLE = 0.2;
/** Blocks after a heading that are looked at. */
const REACH = 3;

const isHeading = (block: Block | undefined): boolean => ((block?.flags ?? 0) & Flag.heading) !== 0;

/** Keeps a doubtful heading when all that it heads is kept: a section without one reads on from the section before it. */
export function keepHeadings(blocks: readonly Block[], likely: Float32Array, kept: Uint8Array): void {
  for (let row = blocks.length - 2; row >= 0; row -= 1) {
    if (kept[row] === 1 || !isHeading(blocks[row]) || (likely[row] ?? 0) < POSSIBLE) continue;
    let end = row + 1;
    while (end < blocks.length && end <= row + REACH && (end === row + 1 || !isHeading(blocks[end]))) end += 1;
    if (kept.subarray(row + 1, end).every((is) => is === 1)) kept[row] = 1;
  }
}
