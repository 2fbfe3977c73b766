import { patternOf } from './path.ts';
import type { RobotsProfile } from './profile.ts';

/** An Allow or Disallow line as it stood. */
export interface Rule {
  readonly allow: boolean;
  /** Octet string, not empty. */
  readonly value: string;
  readonly line: number;
  readonly text: string;
}

/** A rule cut at its wildcards. */
interface Matcher {
  readonly rule: Rule;
  /** Octets of the pattern: the longest match wins (RFC 9309 §2.2.2). */
  readonly length: number;
  /** Before the first `*`. */
  readonly prefix: string;
  /** Between wildcards and after the last one, without empty ones; null when there is no wildcard. */
  readonly segments: readonly string[] | null;
  /** The last segment must end the path. */
  readonly anchored: boolean;
}

/** `too-costly` means that no honest file needs this much work; callers must read it as disallowed. */
export type Match = Rule | 'too-costly' | null;

/** Octets that may be searched for one answer: some 30 ms on the slowest kind of input, a thousand times what real files need. */
const searchLimit = 2 ** 25;
/** Below this many wildcard rules, looking at each costs less than preparing a filter. */
const filterFrom = 64;

/**
 * Rules of one group, most specific first, so that the first match decides. Matching a pattern is leftmost-greedy over its literal
 * segments: never a step back, so `/*a*a*a…b` costs no more than its length and the path's.
 */
export function compileRules(rules: Iterable<Rule>, profile: RobotsProfile): (path: string) => Match {
  const [allows, disallows] = [new Map<string, Matcher>(), new Map<string, Matcher>()];
  const add = (rule: Rule, value: string): void => {
    const matchers = rule.allow ? allows : disallows;
    if (!matchers.has(value)) matchers.set(value, compile(rule, value, profile));
  };
  for (const rule of rules) {
    add(rule, rule.value);
    // Google: a directory is allowed where its index page is.
    const index = profile === 'google' && rule.allow ? /^(.*\/)index\.htm[^/]*$/s.exec(rule.value)?.[1] : undefined;
    if (index !== undefined) add(rule, `${index}$`);
  }
  // Of equally long ones those that allow stay first, for the order is stable.
  const sorted = [...allows.values(), ...disallows.values()].sort((a, b) => b.length - a.length);
  const wild = sorted.filter((matcher) => matcher.segments !== null).length;
  return (path) => firstMatch(sorted, path, wild >= filterFrom ? grams(path) : null);
}

function compile(rule: Rule, value: string, profile: RobotsProfile): Matcher {
  const { pattern, anchored } = patternOf(value, profile);
  const [prefix = '', ...rest] = pattern.includes('*') ? pattern.split('*') : [pattern];
  // `…*$` says no more than `…*`.
  const open = rest.length > 0 && rest.at(-1) === '';
  return {
    rule,
    length: pattern.length + (anchored ? 1 : 0),
    prefix,
    segments: rest.length === 0 ? null : rest.filter((segment) => segment !== ''),
    anchored: anchored && !open,
  };
}

function firstMatch(matchers: readonly Matcher[], path: string, present: Grams | null): Match {
  const work = { left: searchLimit };
  for (const matcher of matchers) {
    if (!path.startsWith(matcher.prefix)) continue;
    if (matcher.segments === null) {
      if (!matcher.anchored || path.length === matcher.prefix.length) return matcher.rule;
    } else if ((present === null || couldOccur(matcher.segments, present)) && matchSegments(matcher, matcher.segments, path, work)) {
      return matcher.rule;
    }
    if (work.left < 0) return 'too-costly';
  }
  return null;
}

function matchSegments(matcher: Matcher, segments: readonly string[], path: string, work: { left: number }): boolean {
  const last = matcher.anchored ? (segments.at(-1) ?? '') : '';
  const end = path.length - last.length;
  if (!path.endsWith(last)) return false;
  let at = matcher.prefix.length;
  for (let i = 0; i < segments.length - (matcher.anchored ? 1 : 0); i += 1) {
    const segment = segments[i] ?? '';
    const found = path.indexOf(segment, at);
    work.left -= (found === -1 ? path.length : found) - at + segment.length;
    if (found === -1 || work.left < 0) return false;
    at = found + segment.length;
  }
  return at <= end;
}

/** Which octets and pairs of octets a path has. */
interface Grams {
  readonly octets: Uint8Array;
  readonly pairs: Uint8Array;
}

function grams(path: string): Grams {
  const octets = new Uint8Array(256);
  const pairs = new Uint8Array(65_536);
  let before = -1;
  for (let i = 0; i < path.length; i += 1) {
    const octet = path.charCodeAt(i);
    octets[octet] = 1;
    if (before !== -1) pairs[before * 256 + octet] = 1;
    before = octet;
  }
  return { octets, pairs };
}

/** False when a segment has a pair of octets that the path has not: most wildcard rules end here, without a search. */
function couldOccur(segments: readonly string[], present: Grams): boolean {
  for (const segment of segments) {
    let before = segment.charCodeAt(0);
    if (present.octets[before] === 0) return false;
    for (let i = 1; i < segment.length; i += 1) {
      const octet = segment.charCodeAt(i);
      if (present.pairs[before * 256 + octet] === 0) return false;
      before = octet;
    }
  }
  return true;
}
