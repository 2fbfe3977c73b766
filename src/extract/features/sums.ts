import { Flag } from '../blocks/flags.ts';
import type { Block, Box, Layout } from '../blocks/layout.ts';

/** Sums over the blocks before each block, so that those over any range are differences. */
export interface Sums {
  readonly words: Float64Array;
  readonly linkWords: Float64Array;
  /** Words of blocks that read as prose: long, and not made of links. */
  readonly prose: Float64Array;
  readonly paragraphs: Float64Array;
  readonly headings: Float64Array;
  readonly currencies: Float64Array;
}

/** Words from which on a block that is not made of links counts as prose. */
const PROSE_WORDS = 9;

export const linkShare = (block: Block): number => (block.words > 0 ? block.linkWords / block.words : 0);

const proseOf = (block: Block): number => {
  const share = linkShare(block);
  return block.words >= PROSE_WORDS && share < 0.5 ? block.words * (1 - share) : 0;
};

const isParagraph = (block: Block): boolean => block.box.element.name === 'p' && block.words >= 5;
export const isHeading = (block: Block): boolean => (block.flags & Flag.heading) !== 0;

export function sumsOf({ blocks }: Layout): Sums {
  const empty = (): Float64Array => new Float64Array(blocks.length + 1);
  const sums = {
    words: empty(),
    linkWords: empty(),
    prose: empty(),
    paragraphs: empty(),
    headings: empty(),
    currencies: empty(),
  };
  blocks.forEach((block, row) => {
    const add = (to: Float64Array, value: number): void => {
      to[row + 1] = (to[row] ?? 0) + value;
    };
    add(sums.words, block.words);
    add(sums.linkWords, block.linkWords);
    add(sums.prose, proseOf(block));
    add(sums.paragraphs, isParagraph(block) ? 1 : 0);
    add(sums.headings, isHeading(block) ? 1 : 0);
    add(sums.currencies, Math.min(1, block.currencies));
  });
  return sums;
}

/** The sum over blocks `from` to before `to`. */
export const between = (sums: Float64Array, from: number, to: number): number => (sums[to] ?? 0) - (sums[from] ?? 0);

export const within = (sums: Float64Array, box: Box): number => between(sums, box.first, box.end);
