import { mix } from '../../text/mix.ts';
import { Counter, mayRepeat } from './counter.ts';
import type { Tokens } from './tokens.ts';

export interface GramShares {
  /** Shares of the text's characters that the most frequent 2-, 3- and 4-gram of tokens takes, spaces between its tokens included. */
  readonly top: ReadonlyMap<number, number>;
  /** Shares of characters in n-grams, n from 5 to 10, that stood earlier in the text; each character counts once. */
  readonly duplicate: ReadonlyMap<number, number>;
}

/** Positions whose n-gram may stand in the text more than once: those whose (n−1)-gram does. */
interface Candidates {
  readonly at: Int32Array;
  count: number;
}

const lengthened = (key: number, hash: number): number => Math.imul(key, 0x9e3779b1) + mix(hash);

/** All keys of 2-grams. */
function pairsOf({ hashes, count }: Tokens): Int32Array {
  const keys = new Int32Array(Math.max(0, count - 1));
  for (let at = 0; at < keys.length; at += 1) keys[at] = lengthened(mix(hashes[at] ?? 0), hashes[at + 1] ?? 0);
  return keys;
}

/** Keys of n-grams from those of (n−1)-grams, in place, at the candidates; those too near to the end for an n-gram are none any more. */
function lengthen(keys: Int32Array, { hashes, count }: Tokens, size: number, candidates: Candidates): void {
  while (candidates.count > 0 && (candidates.at[candidates.count - 1] ?? 0) > count - size) candidates.count -= 1;
  for (let n = 0; n < candidates.count; n += 1) {
    const at = candidates.at[n] ?? 0;
    keys[at] = lengthened(keys[at] ?? 0, hashes[at + size - 1] ?? 0);
  }
}

/** Counts the candidates' keys, leaves those seen twice, and tells which was seen most often: of several the earliest. */
function countAll(counter: Counter, keys: Int32Array, candidates: Candidates): { readonly position: number; readonly times: number } {
  counter.clear(candidates.count);
  for (let n = 0; n < candidates.count; n += 1) counter.add(keys, candidates.at[n] ?? 0);
  let [position, times, left] = [0, 0, 0];
  for (let n = 0; n < candidates.count; n += 1) {
    const at = candidates.at[n] ?? 0;
    const seen = counter.times(keys, at);
    if (seen > times) [position, times] = [at, seen];
    if (seen > 1) candidates.at[left++] = at;
  }
  candidates.count = left;
  return { position, times };
}

/** Characters in n-grams that stood earlier; after such a one counting goes on behind it. */
function countRepeated(counter: Counter, keys: Int32Array, size: number, candidates: Candidates, before: Int32Array): number {
  counter.clear(candidates.count);
  let [repeated, next] = [0, 0];
  for (let n = 0; n < candidates.count; n += 1) {
    const at = candidates.at[n] ?? 0;
    if (at < next || counter.add(keys, at) === 1) continue;
    repeated += (before[at + size] ?? 0) - (before[at] ?? 0);
    next = at + size;
  }
  return repeated;
}

/** Repetition within a text by Gopher's measures (Rae et al. 2021, table A1), as datatrove counts it. */
export function gramShares(tokens: Tokens, characters: number): GramShares {
  const { count, starts, ends } = tokens;
  // Characters of all tokens before each.
  const before = new Int32Array(count + 1);
  for (let at = 0; at < count; at += 1) before[at + 1] = (before[at] ?? 0) + (ends[at] ?? 0) - (starts[at] ?? 0);
  const keys = pairsOf(tokens);
  const repeating = mayRepeat(keys, keys.length);
  const candidates: Candidates = { at: repeating, count: repeating.length };
  const counter = new Counter(repeating.length);
  const top = new Map<number, number>();
  const duplicate = new Map<number, number>();
  for (let size = 2; size <= 10; size += 1) {
    if (size > 2) lengthen(keys, tokens, size, candidates);
    if (size > 4) {
      const repeated = countRepeated(counter, keys, size, candidates, before);
      duplicate.set(size, characters === 0 ? 0 : repeated / characters);
      countAll(counter, keys, candidates);
      continue;
    }
    const { position, times } = countAll(counter, keys, candidates);
    // Where none stands twice, the first of all is as frequent as any.
    const [at, most] = times > 1 ? [position, times] : [0, Number(count >= size)];
    top.set(size, most === 0 ? 0 : (((before[at + size] ?? 0) - (before[at] ?? 0) + size - 1) * most) / characters);
  }
  return { top, duplicate };
}
