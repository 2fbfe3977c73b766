import { trimOctets } from './octets.ts';
import type { RobotsProfile } from './profile.ts';

type LineKind = 'user-agent' | 'allow' | 'disallow' | 'sitemap' | 'crawl-delay' | 'request-rate' | 'other';

/** One `key: value` line; all strings are octet strings. */
export interface RobotsLine {
  /** From 1. */
  readonly number: number;
  readonly kind: LineKind;
  /** Lower case. */
  readonly key: string;
  readonly value: string;
  /** The line as written, without its comment. */
  readonly text: string;
}

/** Octets of a line that are read, as in Google's parser (2,083 × 8, less one): what is longer was not written by a person. */
const longestLine = 16_663;

/** Calls `take` for each line that has a key, and tells how many lines were cut. Line ends are LF, CR and CR LF. */
export function scanLines(octets: string, profile: RobotsProfile, take: (line: RobotsLine) => void): { readonly cut: number } {
  const wide = profile !== 'google';
  let number = 0;
  let cut = 0;
  let start = 0;
  while (start < octets.length) {
    const end = lineEnd(octets, start);
    number += 1;
    if (end - start > longestLine) cut += 1;
    const line = readLine(octets.slice(start, Math.min(end, start + longestLine)), number, wide);
    if (line !== null) take(line);
    start = octets.charCodeAt(end) === 0x0d && octets.charCodeAt(end + 1) === 0x0a ? end + 2 : end + 1;
  }
  return { cut };
}

function lineEnd(octets: string, start: number): number {
  for (let at = start; at < octets.length; at += 1) {
    const code = octets.charCodeAt(at);
    if (code === 0x0a || code === 0x0d) return at;
  }
  return octets.length;
}

function readLine(line: string, number: number, wide: boolean): RobotsLine | null {
  const hash = line.indexOf('#');
  const text = trimOctets(hash === -1 ? line : line.slice(0, hash), wide);
  const split = splitAt(text);
  if (split === null) return null;
  const key = trimOctets(text.slice(0, split), wide).toLowerCase();
  if (key === '') return null;
  return { number, key, kind: kindOf(key, wide), value: trimOctets(text.slice(split + 1), wide), text };
}

/** A colon may be missing if the line has exactly two words (Google's tolerance; people do write `Disallow /`). */
function splitAt(text: string): number | null {
  const colon = text.indexOf(':');
  if (colon !== -1) return colon;
  const words = /^[^ \t]+[ \t]+[^ \t]+$/.test(text);
  return words ? text.search(/[ \t]/) : null;
}

const disallowSpellings = ['disallow', 'dissallow', 'dissalow', 'disalow', 'diasllow', 'disallaw'];

/** Misspellings count where they restrict; only Google's own reading lets a misspelt Allow open a path. */
function kindOf(key: string, careful: boolean): LineKind {
  if (key.startsWith('user-agent') || key.startsWith('useragent') || key.startsWith('user agent')) return 'user-agent';
  if (careful ? key === 'allow' : key.startsWith('allow')) return 'allow';
  if (disallowSpellings.some((spelling) => key.startsWith(spelling))) return 'disallow';
  if (key.startsWith('sitemap') || key.startsWith('site-map')) return 'sitemap';
  if (key === 'crawl-delay' || key === 'crawldelay') return 'crawl-delay';
  return key === 'request-rate' ? 'request-rate' : 'other';
}
