/** Words as the benchmark counts them. */
export const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];

const SHORT = 4;
const REACH = 3;

class Bag {
  readonly #left = new Map<string, number>();

  constructor(words: readonly string[]) {
    for (const word of words) this.#left.set(word, (this.#left.get(word) ?? 0) + 1);
  }

  /** Takes the words out, if more than half of them are there. */
  take(words: readonly string[]): boolean {
    const wanted = new Map<string, number>();
    for (const word of words) wanted.set(word, (wanted.get(word) ?? 0) + 1);
    let there = 0;
    for (const [word, count] of wanted) there += Math.min(count, this.#left.get(word) ?? 0);
    if (there * 2 <= words.length) return false;
    for (const [word, count] of wanted) this.#left.set(word, Math.max(0, (this.#left.get(word) ?? 0) - count));
    return true;
  }
}

interface Cover {
  /** Words that lie in a run of three which the truth has. */
  readonly covered: number;
  /** Runs of three that begin and end in the block, and how many of them the truth has. */
  readonly runs: number;
  readonly shared: number;
}

function coverOf(blocks: readonly (readonly string[])[], truth: readonly string[]): Cover[] {
  const runs = new Set(truth.map((word, i) => `${word} ${truth[i + 1]} ${truth[i + 2]}`));
  const words = blocks.flat();
  const covered = new Uint8Array(words.length);
  const has = words.map((word, i) => runs.has(`${word} ${words[i + 1]} ${words[i + 2]}`));
  for (const [i, is] of has.entries()) if (is) covered.fill(1, i, i + 3);
  let at = 0;
  return blocks.map(({ length }) => {
    const own = has.slice(at, Math.max(at, at + length - 2));
    const sum = covered.subarray(at, at + length).reduce((a, b) => a + b, 0);
    at += length;
    return { covered: sum, runs: own.length, shared: own.filter(Boolean).length };
  });
}

/**
 * Which blocks of a page are in its ground truth. A long block is when more than half of its runs of three words are; a short one when all of
 * it lies in such runs and its neighbours mostly do. What the truth has once is found once: repeats are not in it.
 */
export function labelsOf(blocks: readonly (readonly string[])[], truth: readonly string[]): Uint8Array {
  const covers = coverOf(blocks, truth);
  const bag = new Bag(truth);
  const labels = new Uint8Array(blocks.length);
  for (const [i, words] of blocks.entries()) {
    const { runs, shared } = covers[i] ?? { runs: 0, shared: 0 };
    if (words.length >= SHORT && shared * 2 > runs && bag.take(words)) labels[i] = 1;
  }
  for (const [i, words] of blocks.entries()) {
    if (words.length === 0 || words.length >= SHORT) continue;
    const { covered = 0 } = covers[i] ?? {};
    let around = 0;
    let near = 0;
    for (let j = Math.max(0, i - REACH); j <= Math.min(blocks.length - 1, i + REACH); j += 1) {
      if (j === i) continue;
      around += blocks[j]?.length ?? 0;
      near += covers[j]?.covered ?? 0;
    }
    if (covered >= 0.99 * words.length && near >= 0.35 * around && bag.take(words)) labels[i] = 1;
  }
  // A block without words (a mark, a figure of its own) goes with what is before it.
  for (const [i, words] of blocks.entries()) if (words.length === 0) labels[i] = labels[i - 1] ?? 0;
  return labels;
}
