import { isUnspaced } from '../../text/language-tag.ts';
import { splitLines } from '../measures/lines.ts';
import { tokenize } from '../measures/tokens.ts';

const CITATION = /\[\d*\]|\[edit\]|\[citation needed\]/g;
const END_MARK = /[\p{Sentence_Terminal}"']$/u;
const POLICIES = ['terms of use', 'privacy policy', 'cookie policy', 'uses cookies', 'use of cookies', 'use cookies'];
const FEWEST_WORDS = 3;
const LONGEST_WORD = 1000;

/**
 * Takes the lines out that C4 takes out, and citation marks (Raffel et al. 2020, §2.2; tensorflow/datasets, c4_utils). A line for which
 * C4 drops the whole page, with a curly bracket or filler text, ends the text, so that the rules for them judge as C4 does.
 */
export function editAsC4(text: string, language: string, { anyLineEnd }: { readonly anyLineEnd: boolean }): string {
  const kept: string[] = [];
  for (const raw of splitLines(text)) {
    const trimmed = raw.trim();
    if (trimmed === '') continue;
    const words = trimmed.split(/\s+/);
    if (words.some((word) => word.length > LONGEST_WORD)) continue;
    const line = trimmed.replaceAll(CITATION, '');
    if (!anyLineEnd && (!END_MARK.test(line.slice(-2)) || line.endsWith('...'))) continue;
    if ((isUnspaced(language) ? tokenize(line).count : words.length) < FEWEST_WORDS) continue;
    const lower = line.toLowerCase();
    const isFiller = lower.includes('lorem ipsum');
    if (!isFiller && lower.includes('javascript')) continue;
    if (isFiller || line.includes('{')) {
      kept.push(line);
      break;
    }
    if (!POLICIES.some((phrase) => lower.includes(phrase))) kept.push(line);
  }
  return kept.join('\n').trim();
}
