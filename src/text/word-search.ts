/**
 * Looks for many words in one pass, a step for each character however many there are (Aho and Corasick 1975). Words are found wherever they
 * stand, also within longer ones.
 */
export class WordSearch {
  /** Characters that no word has are one class, 0. */
  readonly #classes = new Uint16Array(65_536);
  /** By state and class: the row of the next state, or `found`. */
  readonly #next: Int32Array;

  /** Words in small letters stand for any case, `word`, `Word` and `WORD`; with a capital they stand for themselves. */
  constructor(written: readonly string[]) {
    const words = [...new Set(written.flatMap(spellings))];
    const letters = [...new Set(words.join('').split(''))];
    for (const [i, letter] of letters.entries()) this.#classes[letter.charCodeAt(0)] = i + 1;
    this.#next = automatonOf(
      words.map((word) => Array.from({ length: word.length }, (_, i) => this.#classes[word.charCodeAt(i)] ?? 0)),
      letters.length + 1,
    );
  }

  /** Whether one of the words stands between two places of a text. */
  isIn(text: string, from = 0, to = text.length): boolean {
    const classes = this.#classes;
    const next = this.#next;
    let row = 0;
    for (let i = from; i < to; i += 1) {
      row = next[row + (classes[text.charCodeAt(i)] ?? 0)] ?? 0;
      if (row === found) return true;
    }
    return false;
  }
}

const found = -1;

const spellings = (word: string): readonly string[] =>
  word === word.toLowerCase() ? [word, word.charAt(0).toUpperCase() + word.slice(1), word.toUpperCase()] : [word];

/** The tree of the words, each state of which leads on as the longest end of what was read that begins a word. */
function automatonOf(words: readonly (readonly number[])[], width: number): Int32Array {
  const states = 1 + words.reduce((sum, { length }) => sum + length, 0);
  const next = new Int32Array(states * width);
  let last = 0;
  for (const word of words) {
    let row = 0;
    for (const [i, letter] of word.entries()) {
      const at = row + letter;
      if (next[at] === found) break;
      if (i === word.length - 1) next[at] = found;
      else if (next[at] === 0) next[at] = last += width;
      row = next[at] ?? 0;
    }
  }
  // Breadth first: what a state falls back to is complete before it.
  const queue: (readonly [row: number, back: number])[] = [];
  const complete = (row: number, back: number): void => {
    for (let letter = 0; letter < width; letter += 1) {
      const fallen = row === 0 ? 0 : (next[back + letter] ?? 0);
      const to = next[row + letter] ?? 0;
      if (to === 0 || fallen === found) next[row + letter] = fallen;
      else if (to !== found) queue.push([to, fallen]);
    }
  };
  complete(0, 0);
  for (let i = 0, entry = queue[i]; entry !== undefined; entry = queue[++i]) complete(...entry);
  return next;
}
