import { LETTERS, type Tokens } from './tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

/** How the words of a text stand to each other, which is what word salad and Markov chains have not learned. */
export interface Arrangement {
  /** How much more the most frequent words say of their neighbours than chance has it (likelihood ratio by degree of freedom). */
  readonly word_order: number;
  /** How many standard deviations nearer together than by chance words come again. */
  readonly word_clustering: number;
  /**
   * Suspicion of machine babble, 0 to 1: how far order and clustering both lack, from a half on as in few texts that mean something; 0
   * where every bracket and quotation that opens is closed, for chance seldom closes them.
   */
  readonly babble: number;
}

/** Shorter texts say too little. */
const FEWEST_WORDS = 300;
const FEWEST_RECURRENCES = 20;
const MOST_FREQUENT = 16;
const SHORTEST_WORD = 4;

interface Words {
  /** Spelling of each word with letters, in order. */
  readonly words: Int32Array;
  /** By spelling: how often a word has it, 0 where it has no letters, and its length. */
  readonly frequencies: Int32Array;
  readonly lengths: Int32Array;
}

function wordsOf({ count, starts, ends, flags }: Tokens, { size, spellings, firsts, frequencies }: Vocabulary): Words {
  const [ofWords, lengths] = [new Int32Array(size), new Int32Array(size)];
  for (let spelling = 0; spelling < size; spelling += 1) {
    const first = firsts[spelling] ?? 0;
    if (((flags[first] ?? 0) & LETTERS) === 0) continue;
    ofWords[spelling] = frequencies[spelling] ?? 0;
    lengths[spelling] = (ends[first] ?? 0) - (starts[first] ?? 0);
  }
  const words = new Int32Array(count);
  let found = 0;
  for (let at = 0; at < count; at += 1) {
    const spelling = spellings[at] ?? 0;
    if ((ofWords[spelling] ?? 0) > 0) words[found++] = spelling;
  }
  return { words: words.subarray(0, found), frequencies: ofWords, lengths };
}

/** The spellings that stand most often, of equals those that stand first. */
function mostFrequent(frequencies: Int32Array, most: number): readonly number[] {
  const found: number[] = [];
  for (let spelling = 0; spelling < frequencies.length; spelling += 1) {
    const frequency = frequencies[spelling] ?? 0;
    if (frequency === 0 || (found.length === most && (frequencies[found[most - 1] ?? 0] ?? 0) >= frequency)) continue;
    const place = found.findIndex((other) => (frequencies[other] ?? 0) < frequency);
    found.splice(place < 0 ? found.length : place, 0, spelling);
    if (found.length > most) found.pop();
  }
  return found;
}

function orderOf({ words, frequencies }: Words): number {
  const classes = Math.min(MOST_FREQUENT, Math.max(4, Math.floor(Math.sqrt(words.length) / 2)));
  const rank = new Int32Array(frequencies.length).fill(classes);
  for (const [place, spelling] of mostFrequent(frequencies, classes).entries()) rank[spelling] = place;
  const width = classes + 1;
  const [pairs, left, right] = [new Float64Array(width * width), new Float64Array(width), new Float64Array(width)];
  const count = (of: Float64Array, at: number): void => {
    of[at] = (of[at] ?? 0) + 1;
  };
  let after = rank[words[0] ?? 0] ?? 0;
  for (let at = 1; at < words.length; at += 1) {
    const before = after;
    after = rank[words[at] ?? 0] ?? 0;
    count(pairs, before * width + after);
    count(left, before);
    count(right, after);
  }
  let ratio = 0;
  for (const [cell, seen] of pairs.entries()) {
    const expected = ((left[Math.floor(cell / width)] ?? 0) * (right[cell % width] ?? 0)) / (words.length - 1);
    if (seen > 0) ratio += 2 * seen * Math.log(seen / expected);
  }
  return ratio / classes ** 2;
}

function clusteringOf({ words, frequencies, lengths }: Words): number | null {
  const last = new Int32Array(frequencies.length).fill(-1);
  const most = Math.max(3, words.length / 50);
  let [sum, recurrences] = [0, 0];
  for (let at = 0; at < words.length; at += 1) {
    const spelling = words[at] ?? 0;
    const frequency = frequencies[spelling] ?? 0;
    if (frequency < 2 || frequency > most || (lengths[spelling] ?? 0) < SHORTEST_WORD) continue;
    const before = last[spelling] ?? -1;
    last[spelling] = at;
    if (before < 0) continue;
    // The chance that words thrown at random come again so soon: even between 0 and 1.
    sum += 1 - (1 - (at - before) / words.length) ** frequency;
    recurrences += 1;
  }
  return recurrences < FEWEST_RECURRENCES ? null : (0.5 - sum / recurrences) * Math.sqrt(12 * recurrences);
}

const MARK = /[([“)\]”\n]/g;
const OPENERS = '([“';

/** Whether brackets or quotations open and do not close, or the other way, within a paragraph; one alone may be a slip or a face. */
function isUnbalanced(text: string): boolean {
  let [marks, faults, depth] = [0, 0, 0];
  for (const [mark] of text.matchAll(MARK)) {
    if (mark === '\n') {
      faults += depth;
      depth = 0;
      continue;
    }
    marks += 1;
    const opens = OPENERS.includes(mark);
    if (opens ? depth > 0 : depth === 0) faults += 1;
    if (opens) depth += 1;
    else if (depth > 0) depth -= 1;
  }
  return marks >= 2 && faults + depth > 0;
}

/** Figures at which half of suspicion is reached; `npm run bench -- quality --only babble` shows what lies beyond both. */
const LEAST_ORDER = 0.85;
const LEAST_CLUSTERING = 3;

const between = (value: number): number => Math.min(1, Math.max(0, value));

/** Null of a text that is too short, or in which too few words come again; scripts without spaces have too short words. */
export function measureArrangement(text: string, tokens: Tokens, vocabulary: Vocabulary): Arrangement | null {
  const words = wordsOf(tokens, vocabulary);
  if (words.words.length < FEWEST_WORDS) return null;
  const clustering = clusteringOf(words);
  if (clustering === null) return null;
  const order = orderOf(words);
  const lack = Math.min(between(1 - order / (2 * LEAST_ORDER)), between((4 * LEAST_CLUSTERING - clustering) / (6 * LEAST_CLUSTERING)));
  return { word_order: order, word_clustering: clustering, babble: isUnbalanced(text) ? lack : 0 };
}
