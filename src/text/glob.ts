/**
 * Globs over path and query. `*` stands for any letters but `/`, `**` for any letters at all; every other letter stands for itself, `?`
 * too, for queries begin with it. A pattern matches the whole text or not at all.
 */

/** Code of a letter, or one of the stars; no letter has a code below zero. */
const STAR = -1;
const DOUBLE_STAR = -2;
const SLASH = 0x2f;
const LONGEST = 1000;

function tokensOf(pattern: string): Int32Array {
  const tokens: number[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    if (pattern.charAt(at) !== '*') {
      tokens.push(pattern.charCodeAt(at));
      continue;
    }
    const begin = at;
    while (pattern.charAt(at + 1) === '*') at += 1;
    tokens.push(at === begin ? STAR : DOUBLE_STAR);
  }
  return Int32Array.from(tokens);
}

/**
 * All ways to match are followed side by side, so that the time is at most pattern × text whatever they are, and no letter is read twice.
 * A place is live when the tokens before it have matched all letters so far.
 */
export function compileGlob(pattern: string): (text: string) => boolean {
  const tokens = tokensOf(pattern);
  const end = tokens.length;
  const head = pattern.split('*', 1)[0] ?? '';
  if (head.length === pattern.length) return (text) => text === pattern;
  return (text) => {
    if (!text.startsWith(head)) return false;
    let live = new Uint8Array(end + 1);
    let next = new Uint8Array(end + 1);
    reach(tokens, live, head.length);
    for (let i = head.length; i < text.length; i += 1) {
      const letter = text.charCodeAt(i);
      next.fill(0);
      let alive = false;
      for (let at = 0; at < end; at += 1) {
        if (live[at] === 0) continue;
        const token = tokens[at];
        if (token === letter) reach(tokens, next, at + 1);
        else if (token === DOUBLE_STAR || (token === STAR && letter !== SLASH)) reach(tokens, next, at);
        else continue;
        alive = true;
      }
      if (!alive) return false;
      [live, next] = [next, live];
    }
    return live[end] === 1;
  };
}

/** Marks a place, and those behind it that need no letter, since a star may stand for nothing. */
function reach(tokens: Int32Array, live: Uint8Array, from: number): void {
  for (let at = from; live[at] === 0; at += 1) {
    live[at] = 1;
    if ((tokens[at] ?? 0) >= 0) return;
  }
}

/** The letters a match begins with: all before the first star. */
export const globHead = (pattern: string): string => pattern.split('*', 1)[0] ?? '';

/** What is wrong with a pattern, for people; null when nothing is. */
export function globProblem(pattern: string): string | null {
  if (pattern.length > LONGEST) return `a glob of ${pattern.length} characters is too long; ${LONGEST} are allowed`;
  if (/^\^|^\.\*|\$$|\.\+|[)\]]\+|\(\?|\\[a-z./]/i.test(pattern)) {
    return 'this looks like a regular expression; here stand globs: * within a segment, ** across segments, all else as it is';
  }
  if (/\{[^}]*,[^}]*\}/.test(pattern)) return 'globs have no {alternatives}; write one pattern for each';
  if (pattern.includes('#')) return 'a glob is matched against path and query; the fragment (#…) is never sent';
  if (/^https?:/i.test(pattern)) return 'a glob is matched against path and query; hosts stand in scope.hosts';
  return /^[/*]/.test(pattern) ? null : 'a glob must start with / or *, for it is matched against path and query';
}
