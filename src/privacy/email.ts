import { parse } from 'tldts';
import type { Span } from './span.ts';

/** RFC 5321 §4.5.3.1: of the part before the @, and of the domain. */
const LONGEST_LOCAL = 64;
const LONGEST_DOMAIN = 255;

const LETTER = String.raw`\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Nd}`;
const LOCAL = new RegExp(String.raw`[${LETTER}._%+'\\-]`, 'u');
const DOMAIN = new RegExp(String.raw`^[${LETTER}-]+(?:\.[${LETTER}-]+)+`, 'u');

/** `(at)`, and what may stand for a dot after it. Without brackets only in capitals: "meet me at example dot org" is a sentence. */
const SPELT_AT = /\s{0,2}(?:[[({<]\s?(?:[Aa][Tt]|@|ät)\s?[\])}>]|(?<=\s)AT(?=\s))\s{0,2}/g;
const SPELT_DOT = String.raw`\s{0,2}[[({<]\s?(?:dot|\.|punkt)\s?[\])}>]\s{0,2}|\sDOT\s`;
const SPELT_DOTS = new RegExp(SPELT_DOT, 'gi');
const SPELT_DOMAIN = new RegExp(String.raw`^[${LETTER}-]+(?:(?:\.|${SPELT_DOT})[${LETTER}-]+)+`, 'iu');

/** Top-level domains that are no registry's (RFC 2606, RFC 6762, RFC 8375). */
const RESERVED = /\.(?:test|example|invalid|local|internal|lan)$/i;

const isDomain = (name: string): boolean => RESERVED.test(name) || parse(name, { allowPrivateDomains: false }).isIcann === true;

/** As much of a name as ends in a top-level domain: the next sentence may begin right after the address. */
function domainIn(found: string): string | null {
  let name = found;
  for (let tries = 0; tries < 3 && name.includes('.'); tries += 1) {
    if (isDomain(name)) return name;
    name = name.slice(0, name.lastIndexOf('.'));
  }
  return null;
}

/** Where the part before the @ begins, from `free` on; `at` when there is none. */
function localStart(text: string, at: number, free: number): number {
  let start = at;
  while (start > free && at - start < LONGEST_LOCAL && LOCAL.test(text.charAt(start - 1))) start -= 1;
  while (start < at && /[._%+'\\-]/.test(text.charAt(start))) start += 1;
  return start;
}

/** E-mail addresses. */
export function findEmails(text: string): readonly Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (text.charAt(at + 1) === '@') continue;
    const start = localStart(text, at, spans.at(-1)?.end ?? 0);
    if (start === at) continue;
    const domain = domainIn(DOMAIN.exec(text.slice(at + 1, at + 1 + LONGEST_DOMAIN))?.[0] ?? '');
    if (domain === null) continue;
    const end = at + 1 + domain.length;
    // A handle of the fediverse, and the account that repositories are cloned from.
    if (text.charAt(start - 1) === '@' || (text.charAt(end) === ':' && text.slice(start, at) === 'git')) continue;
    spans.push({ start, end });
  }
  return spans;
}

/** E-mail addresses that are spelt out: `name [at] host [dot] org`. */
export function findSpeltEmails(text: string): readonly Span[] {
  const spans: Span[] = [];
  for (const { 0: sign, index: at } of text.matchAll(SPELT_AT)) {
    const start = localStart(text, at, spans.at(-1)?.end ?? 0);
    const from = at + sign.length;
    const domain = SPELT_DOMAIN.exec(text.slice(from, from + LONGEST_DOMAIN))?.[0] ?? '';
    if (start < at && isDomain(domain.replace(SPELT_DOTS, '.'))) spans.push({ start, end: from + domain.length });
  }
  return spans;
}
