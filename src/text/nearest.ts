import { distance } from 'fastest-levenshtein';

/** Spelling apart from case and separators: `maxDelay`, `max-delay` and `max_delay` are one. */
const folded = (word: string): string => word.toLowerCase().replaceAll(/[\s_-]/g, '');

/** Edits from one word to another, where two neighbours that changed places count as one. */
function apartness(word: string, other: string): number {
  let fewest = distance(word, other);
  for (let at = 1; at < word.length; at += 1) {
    const swapped = word.slice(0, at - 1) + word.charAt(at) + word.charAt(at - 1) + word.slice(at + 1);
    fewest = Math.min(fewest, 1 + distance(swapped, other));
  }
  return fewest;
}

/** What somebody may have meant: the known word that is spelt most like this one, or null when none is near. */
export function nearest(word: string, known: Iterable<string>): string | null {
  const sought = folded(word);
  if (sought === '' || sought.length > 40) return null;
  let best: string | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const spelt = folded(candidate);
    const apart = apartness(sought, spelt);
    const contained = Math.min(sought.length, spelt.length) >= 3 && (sought.startsWith(spelt) || spelt.startsWith(sought));
    if ((contained || apart <= Math.max(1, Math.floor(Math.max(sought.length, spelt.length) / 3))) && apart < bestDistance) {
      best = candidate;
      bestDistance = apart;
    }
  }
  return best;
}
