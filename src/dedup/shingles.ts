import { mix } from '../text/mix.ts';
import { tokensOf } from './tokens.ts';

/** Tokens in a shingle, by what most tokens are: as many as tell texts apart like five words do (docs/deduplication.md). */
const WORDS = 5;
const CHARACTERS = 6;
const SYLLABLES = 13;
/** Languages in which a text that quotes more of another is still read by its characters or syllables. */
const byCharacters: ReadonlySet<string> = new Set(['zh', 'cmn', 'yue', 'wuu', 'ja', 'jpn']);
const bySyllables: ReadonlySet<string> = new Set(['th', 'lo', 'km', 'my', 'bo', 'dz']);

const BASE = 0x01_00_01_93;

/** Hashes of a text's shingles: runs of tokens that overlap. A text of fewer tokens is one shingle, one without tokens has none. */
export function shinglesOf(text: string, language?: string): Int32Array {
  const { hashes, characters, syllables } = tokensOf(text);
  if (hashes.length === 0) return hashes;
  const spoken = language?.split('-', 1)[0]?.toLowerCase() ?? '';
  const isMost = (count: number, languages: ReadonlySet<string>): boolean =>
    count * 2 > hashes.length || (count > 0 && languages.has(spoken));
  const size = isMost(syllables, bySyllables) ? SYLLABLES : isMost(characters, byCharacters) ? CHARACTERS : WORDS;
  return windows(hashes, Math.min(size, hashes.length));
}

/** A hash rolls over the tokens (Karp and Rabin 1987). */
function windows(tokens: Int32Array, size: number): Int32Array {
  let power = 1;
  for (let n = 1; n < size; n += 1) power = Math.imul(power, BASE);
  const shingles = new Int32Array(tokens.length - size + 1);
  let rolling = 0;
  for (let at = 0; at < tokens.length; at += 1) {
    rolling = (Math.imul(rolling, BASE) + (tokens[at] ?? 0)) | 0;
    const start = at - size + 1;
    if (start < 0) continue;
    shingles[start] = mix(rolling);
    rolling = (rolling - Math.imul(tokens[start] ?? 0, power)) | 0;
  }
  return shingles;
}
