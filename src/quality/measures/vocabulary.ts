import { mix } from '../../text/mix.ts';
import type { Tokens } from './tokens.ts';

/** The different spellings among the tokens of a text, numbered from 0 in the order in which they first stand. */
export interface Vocabulary {
  readonly size: number;
  /** Number of each token's spelling. */
  readonly spellings: Int32Array;
  /** By spelling: the first token that has it, and how many have. `size` elements of each are in use. */
  readonly firsts: Int32Array;
  readonly frequencies: Int32Array;
}

/** A spelling that finds no place after so many counts as new each time: no choice of words makes this slow. */
const MOST_PROBES = 64;

/** Spellings are told apart by their hashes. */
export function vocabularyOf({ count, hashes }: Tokens): Vocabulary {
  let room = 64;
  while (room < count * 2) room *= 2;
  const [slots, spellings] = [new Int32Array(room), new Int32Array(count)];
  const [firsts, frequencies] = [new Int32Array(count), new Int32Array(count)];
  let size = 0;
  const slotOf = (hash: number): number => {
    let slot = mix(hash) & (room - 1);
    for (let probe = 0; probe < MOST_PROBES; probe += 1) {
      const spelling = (slots[slot] ?? 0) - 1;
      if (spelling < 0 || hashes[firsts[spelling] ?? 0] === hash) return slot;
      slot = (slot + 1) & (room - 1);
    }
    return -1;
  };
  for (let at = 0; at < count; at += 1) {
    const slot = slotOf(hashes[at] ?? 0);
    let spelling = slot < 0 ? -1 : (slots[slot] ?? 0) - 1;
    if (spelling < 0) {
      spelling = size++;
      firsts[spelling] = at;
      if (slot >= 0) slots[slot] = spelling + 1;
    }
    spellings[at] = spelling;
    frequencies[spelling] = (frequencies[spelling] ?? 0) + 1;
  }
  return { size, spellings, firsts, frequencies };
}
