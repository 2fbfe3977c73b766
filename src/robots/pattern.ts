import { toOctets } from './octets.ts';
import { pathOf, patternOf } from './path.ts';

/** A path pattern of RFC 9309 §2.2.3 by itself, for other files that borrow it. */
export interface PathPattern {
  /** Octets: the longer of two that match is the more specific. */
  readonly length: number;
  /** Whether the path and query of an absolute URL match. */
  matches(url: string): boolean;
}

/** Longer ones were not written by a person, and match nothing. */
const longest = 2048;

/** Patterns that were compiled last: the pages of a host are matched against the same few. */
const compiled = new Map<string, PathPattern>();
const kept = 512;

export function pathPattern(value: string): PathPattern {
  const known = compiled.get(value);
  if (known !== undefined) return known;
  const made = compile(value);
  if (compiled.size >= kept) compiled.clear();
  compiled.set(value, made);
  return made;
}

/** Matching is leftmost-greedy over literal segments, so its cost is bounded by the lengths of pattern and path. */
function compile(value: string): PathPattern {
  // A fragment, or a comment: neither is part of a path.
  const octets = toOctets(value.replace(/#.*$/s, ''));
  if (octets.length > longest) return { length: octets.length, matches: () => false };
  const { pattern, anchored } = patternOf(octets, 'standard');
  const [prefix = '', ...rest] = pattern.split('*');
  return {
    length: pattern.length + (anchored ? 1 : 0),
    matches: (url) => {
      const path = pathOf(url, 'standard');
      if (path === null || !path.startsWith(prefix)) return false;
      if (rest.length === 0) return !anchored || path.length === prefix.length;
      return matchesRest(path, prefix.length, rest, anchored);
    },
  };
}

function matchesRest(path: string, from: number, segments: readonly string[], anchored: boolean): boolean {
  const last = anchored ? (segments.at(-1) ?? '') : '';
  let at = from;
  for (const segment of anchored ? segments.slice(0, -1) : segments) {
    const found = path.indexOf(segment, at);
    if (found === -1) return false;
    at = found + segment.length;
  }
  return path.endsWith(last) && at <= path.length - last.length;
}
