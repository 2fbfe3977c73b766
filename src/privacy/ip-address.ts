import ipaddr from 'ipaddr.js';
import type { Span } from './span.ts';

const V4 = /(?<![\w.-])\d{1,3}(?:\.\d{1,3}){3}(?![\w-]|\.\d)/g;
/** Global unicast alone (RFC 4291 §2.4): 2000::/3. */
const V6 = /(?<![\w:.])[23][\da-f]{3}:[\da-f:]{2,40}(?![\w:])/gi;

/** After these, four numbers are a version, a chapter, an object identifier. */
const NO_ADDRESS =
  /(?:\b(?:v|ver|version|release|build|firmware|driver|revision|rev|section|sec|chapter|clause|figure|oid)|版本?|§)[\s.:]*$|[a-z]\/$/i;
/** Numbers of chapters are small, and a title follows. */
const OUTLINE = /^(?:[12]?\d\.){3}[12]?\d$/;

/** IPv4 and IPv6 addresses that are reachable in public: private, reserved and documentation addresses are nobody's. */
export const findIpAddresses = (text: string): readonly Span[] =>
  [...spansOf(text, V4, isPublicV4), ...spansOf(text, V6, isPublicV6)].toSorted((one, other) => one.start - other.start);

function spansOf(text: string, pattern: RegExp, holds: (found: string, text: string, start: number) => boolean): readonly Span[] {
  return Array.from(text.matchAll(pattern), ({ 0: found, index: start }) => ({ found, start, end: start + found.length }))
    .filter(({ found, start }) => holds(found, text, start))
    .map(({ start, end }) => ({ start, end }));
}

function isPublicV4(found: string, text: string, start: number): boolean {
  if (!ipaddr.IPv4.isValidFourPartDecimal(found) || ipaddr.IPv4.parse(found).range() !== 'unicast') return false;
  if (NO_ADDRESS.test(text.slice(Math.max(0, start - 20), start))) return false;
  const isHeading = OUTLINE.test(found) && /(?:^|\n)[#\s]*$/.test(text.slice(Math.max(0, start - 10), start));
  return !isHeading || !/^\.?[ \t]+\p{L}/u.test(text.slice(start + found.length, start + found.length + 5));
}

const isPublicV6 = (found: string): boolean => ipaddr.IPv6.isValid(found) && ipaddr.IPv6.parse(found).range() === 'unicast';
