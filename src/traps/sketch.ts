import type { PageUrl } from '../records.ts';
import { mix } from '../text/mix.ts';

/** Letters that are looked at: whole texts differ in their beginnings too. */
const LETTERS = 20_000;
/** Tokens that are hashed together. */
const SHINGLE = 3;
/** Shingles that a text must have to be like another one, rather than the same. */
const ENOUGH = 24;
const BINS = 16;
const BANDS = 4;
/** Of the bands, so many must be known for a text to be near one that was seen: five times in six from a resemblance of 0.95, once in twenty at 0.7. */
export const NEAR_BANDS = 3;

const TOKENS = /\p{Ideographic}|\p{sc=Hiragana}|\p{sc=Katakana}|[\p{L}\p{M}]+|\p{N}+/gu;
const EMPTY = 0xff_ff_ff_ff;

/** What a text is known again by: 52-bit integers. */
export interface Sketch {
  /** Of all its words, figures alike. */
  readonly whole: number;
  /** Of its least shingles (one-permutation MinHash), figures as they are, a quarter of them each; none of a short text. */
  readonly bands: readonly number[];
}

/**
 * A text as it is compared with others of its host. Figures, case and punctuation do not make another text of it, as pages of an endless calendar
 * differ in figures alone; where words are others too, figures count.
 */
export function sketchOf(host: string, text: string): Sketch {
  const words = text.slice(0, LETTERS).normalize('NFKC').toLowerCase().match(TOKENS) ?? [];
  const tokens = words.map((word) => (/^\p{N}/u.test(word) ? '0' : word));
  const hashes = words.map((word) => hashed(word, 0));
  const mins = new Uint32Array(BINS).fill(EMPTY);
  const shingles = hashes.length - SHINGLE + 1;
  for (let at = 0; at < shingles; at += 1) {
    let hash = 0;
    for (let n = 0; n < SHINGLE; n += 1) hash = mix(Math.imul(hash, 31) + (hashes[at + n] ?? 0)) >>> 0;
    const bin = hash & (BINS - 1);
    mins[bin] = Math.min(mins[bin] ?? EMPTY, hash >>> 4);
  }
  const size = BINS / BANDS;
  const bands = Array.from({ length: BANDS }, (_, band) =>
    keyOf(host, `${band} ${mins.subarray(band * size, (band + 1) * size).join(' ')}`),
  );
  return { whole: keyOf(host, `= ${tokens.join(' ')}`), bands: shingles < ENOUGH ? [] : bands };
}

/** What a page itself is known again by, a 52-bit integer that no text has. */
export const keyOfPage = (url: PageUrl): number => keyOf(url, '@');

/** 52 bits of a text, which a double holds exactly. */
function keyOf(host: string, text: string): number {
  const whole = `${host} ${text}`;
  return (hashed(whole, 0x9e_37_79_b9) & 0xf_ff_ff) * 2 ** 32 + hashed(whole, 0);
}

/** 32 bits, unsigned (FNV-1a, finished like MurmurHash3). */
function hashed(text: string, seed: number): number {
  let hash = 0x81_1c_9d_c5 ^ seed;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01_00_01_93);
  return mix(hash) >>> 0;
}
