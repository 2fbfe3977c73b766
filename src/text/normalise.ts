import { hash } from 'node:crypto';
import type { Digest } from '../records.ts';

/** Letters that show nothing: soft hyphen, zero-width space and joiners of words, byte order mark. */
const INVISIBLE = /[\u00AD\u200B\u2060\uFEFF]/g;
const SPACE = /[\s\u0085]+/g;

/**
 * Text as it is compared for exact duplicates: Unicode NFC, without invisible letters, every run of white space one space, trimmed.
 * Case, width and punctuation stay, for texts that differ in them are not the same text.
 */
export function normaliseText(text: string): string {
  return text.toWellFormed().replace(INVISIBLE, '').normalize('NFC').replace(SPACE, ' ').trim();
}

/** SHA-256 of the normalised text in UTF-8: equal digests are exact duplicates. */
export function contentDigest(text: string): Digest {
  return `sha256:${hash('sha256', normaliseText(text))}` as Digest;
}
