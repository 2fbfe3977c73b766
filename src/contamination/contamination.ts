import { basename } from 'node:path';
import { DigestTable } from '../text/digest-table.ts';
import { readItems } from './items.ts';
import { type Tokens, tokensOf, type Unit, unitsOf } from './tokens.ts';
import { rollWindows } from './windows.ts';

/** Where a text repeats a benchmark. */
export interface Overlap {
  /** The name of its file, and the line. */
  readonly benchmark: string;
  readonly line: number;
  /** What both hold, as it is compared. */
  readonly ngram: string;
}

export interface Contamination {
  /** The first run of words or characters that a text has in common with a benchmark; null when there is none. Pure, in linear time. */
  find(text: string, language: string): Overlap | null;
  /** Of the items, and of the table of their n-grams. */
  readonly size: { readonly items: number; readonly ngrams: number; readonly bytes: number };
}

/** 13 words, as for GPT-3 (Brown et al. 2020, appendix C); as much is said in some 20 characters of Chinese. */
const LENGTH: Readonly<Record<Unit, number>> = { words: 13, characters: 20 };
/** Items that are shorter count as a whole, down to this; below, they are phrases. */
const SHORTEST: Readonly<Record<Unit, number>> = { words: 8, characters: 12 };

interface Item {
  readonly benchmark: string;
  readonly line: number;
  readonly text: string;
}

/** The n-grams of all items in one unit. */
class Index {
  readonly #unit: Unit;
  readonly #items: Item[] = [];
  readonly #table = new DigestTable();
  /** That n-grams have: the usual one, and those of short items. */
  readonly #lengths = new Set<number>();

  constructor(unit: Unit) {
    this.#unit = unit;
  }

  get size() {
    return { items: this.#items.length, ngrams: this.#table.size, bytes: this.#table.bytes };
  }

  add({ benchmark, line, text }: Item): void {
    const found = tokensOf(text, this.#unit);
    const length = Math.min(found.tokens.length, LENGTH[this.#unit]);
    if (length < SHORTEST[this.#unit]) return;
    const item = this.#items.push({ benchmark, line, text: joined(found.tokens) }) - 1;
    this.#lengths.add(length);
    rollWindows(found.digests, length, (_, high, low) => {
      this.#table.set(high, low, item);
      return false;
    });
  }

  find(text: string): Overlap | null {
    if (this.#items.length === 0) return null;
    const found = tokensOf(text, this.#unit);
    for (const length of this.#lengths) {
      const overlap = this.#findRun(found, length);
      if (overlap !== null) return overlap;
    }
    return null;
  }

  #findRun({ tokens, digests }: Tokens, length: number): Overlap | null {
    let overlap: Overlap | null = null;
    rollWindows(digests, length, (start, high, low) => {
      const item = this.#items[this.#table.get(high, low)];
      if (item === undefined) return false;
      const run = tokens.slice(start, start + length);
      // Two runs may share a digest.
      if (item.text.includes(joined(run))) overlap = { benchmark: item.benchmark, line: item.line, ngram: run.join(' ') };
      return overlap !== null;
    });
    return overlap;
  }
}

/** With a space on either side, so that what is looked for in it begins and ends with a token. */
const joined = (tokens: readonly string[]): string => ` ${tokens.join(' ')} `;

/**
 * Reads benchmarks, so that texts which repeat them can be found: `.jsonl` (every text in it is an item), `.txt` (every line is), either with `.gz`.
 * The items and 17 to 34 bytes for each of their n-grams stay in memory.
 *
 * @throws ConfigError for files that cannot be read, and lines that are no JSON.
 */
export async function openBenchmarks(files: readonly string[]): Promise<Contamination> {
  const indexes: Readonly<Record<Unit, Index>> = { words: new Index('words'), characters: new Index('characters') };
  for (const file of files)
    await readItems(file, (text, line) => {
      for (const index of Object.values(indexes)) index.add({ benchmark: basename(file), line, text });
    });
  return {
    find: (text, language) => unitsOf(language).reduce<Overlap | null>((found, unit) => found ?? indexes[unit].find(text), null),
    get size() {
      const [words, characters] = [indexes.words.size, indexes.characters.size];
      return {
        items: words.items + characters.items,
        ngrams: words.ngrams + characters.ngrams,
        bytes: words.bytes + characters.bytes,
      };
    },
  };
}
