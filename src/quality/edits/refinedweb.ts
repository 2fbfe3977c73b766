import { isUnspaced } from '../../text/language-tag.ts';
import { tokenize } from '../measures/tokens.ts';

const COUNTER =
  /^[^\p{L}\p{N}]{0,20}\d[\d,.]{0,20}[kmb]?\s{1,5}(?:likes|shares|comments|retweets|reposts|quotes|bookmarks|upvotes|downvotes|downloads|views|followers)[^\p{L}\p{N}]{0,20}$/iu;
const MOST_CAPITALS = 0.5;
const FEWEST_WORDS = 2;
/** Lines of at most so many words lose what a page says around its content. */
const SHORT = 10;
const LONGEST_COUNTER = 80;

const countOf = (line: string, pattern: RegExp): number => line.match(pattern)?.length ?? 0;

function isKept(line: string, words: number): boolean {
  if (countOf(line, /\p{Lu}/gu) / line.length > MOST_CAPITALS) return false;
  if (/^\p{Nd}+$/u.test(line)) return false;
  if (line.length <= LONGEST_COUNTER && COUNTER.test(line)) return false;
  return words >= FEWEST_WORDS;
}

/** What remains of a short line without the words of a shop's basket, a teaser's end or a page's door. */
const unframed = (line: string): string =>
  line
    .replaceAll('items in cart', '')
    .replace(/Read more\.\.\.$/, '')
    .replace(/^Sign-in/, '');

/**
 * Takes lines out that are capitals, a number, a counter of likes or a single word, and phrases of a page's frame out of short lines
 * (Penedo et al. 2023, appendix G.2; the figures are those of mlfoundations/dclm). Blank lines stay.
 */
export function editAsRefinedWeb(text: string, language: string): string {
  const unspaced = isUnspaced(language);
  const kept: string[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') {
      kept.push('');
      continue;
    }
    const words = unspaced ? tokenize(line).count : line.trim().split(/\s+/).length;
    if (isKept(line, words)) kept.push(words <= SHORT ? unframed(line) : line);
  }
  return kept
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
