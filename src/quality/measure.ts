import { measureArrangement } from './measures/arrangement.ts';
import { measureComposition } from './measures/composition.ts';
import { gramShares } from './measures/grams.ts';
import { measureLines } from './measures/lines.ts';
import { repeatedRuns } from './measures/runs.ts';
import { countSentences } from './measures/sentences.ts';
import { countStopWords } from './measures/stop-words.ts';
import { LETTERS, type Tokens, tokenize, WORD } from './measures/tokens.ts';
import { vocabularyOf } from './measures/vocabulary.ts';

/** What is known of a text, by name; docs/quality.md explains each. Numbers are finite, and have six digits that count. */
export type Measures = Readonly<Record<string, number>>;

const DIGITS = 6;

function rounded(measures: Readonly<Record<string, number>>): Measures {
  return Object.fromEntries(
    Object.entries(measures).map(([name, value]) => [name, Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS))]),
  );
}

function occurrences(text: string, of: string): number {
  let count = 0;
  for (let at = text.indexOf(of); at >= 0; at = text.indexOf(of, at + of.length)) count += 1;
  return count;
}

/** The beginning of a text stands for the whole of a longer one. */
const LONGEST = 200_000;

interface WordCounts {
  readonly words: number;
  readonly withLetters: number;
  /** In words, numbers included. */
  readonly characters: number;
}

function countWords({ count, starts, ends, flags }: Tokens): WordCounts {
  let [words, withLetters, characters] = [0, 0, 0];
  for (let at = 0; at < count; at += 1) {
    const flag = flags[at] ?? 0;
    if ((flag & LETTERS) !== 0) withLetters += 1;
    if ((flag & WORD) === 0) continue;
    words += 1;
    characters += (ends[at] ?? 0) - (starts[at] ?? 0);
  }
  return { words, withLetters, characters };
}

/**
 * Measures a text in linear time: of one of more than 200,000 characters its length and words, and for the rest its first 200,000.
 * `language`, a BCP 47 tag, decides about stop words alone. Lengths are in UTF-16 code units, shares between 0 and 1.
 */
export function measureText(whole: string, language: string): Measures {
  const text = whole.slice(0, LONGEST);
  const tokens = tokenize(text);
  const vocabulary = vocabularyOf(tokens);
  const { words, withLetters, characters } = countWords(tokens);
  const rest = whole.length === text.length ? 0 : countWords(tokenize(whole.slice(LONGEST))).words;
  const perToken = (value: number): number => (tokens.count === 0 ? 0 : value / tokens.count);
  const { top, duplicate } = gramShares(tokens, text.length);
  const stopWords = countStopWords(tokens, vocabulary, language);
  const lineEnds = occurrences(text, '\n');
  return rounded({
    characters: whole.length,
    words: words + rest,
    tokens: tokens.count,
    sentences: countSentences(text),
    mean_word_length: words === 0 ? 0 : characters / words,
    mean_line_length: text.length / (lineEnds + 1),
    alphabetic_words: perToken(withLetters),
    hashes_per_word: perToken(occurrences(text, '#')),
    ellipses_per_word: perToken(occurrences(text, '...') + occurrences(text, '…')),
    line_ends_per_word: perToken(lineEnds),
    ...(stopWords !== null && { stop_words: stopWords }),
    ...measureComposition(text, tokens, vocabulary),
    ...measureArrangement(text, tokens, vocabulary),
    ...measureLines(text),
    ...Object.fromEntries([...top].map(([size, share]) => [`top_${size}_gram`, share])),
    ...Object.fromEntries([...duplicate].map(([size, share]) => [`duplicate_${size}_grams`, share])),
    repeated_13_grams: repeatedRuns(tokens.units),
    lorem_ipsum: text.match(/lorem ipsum/gi)?.length ?? 0,
    curly_brackets: occurrences(text, '{'),
  });
}
