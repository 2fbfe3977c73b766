/** Words as WCXB counts them. */
const wordsOf = (text: string | null): string[] => (text ?? '').toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];

export interface Score {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

function bagOf(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** The benchmark's metric: how far the two bags of words are the same. */
export function scoreOf(text: string, truth: string | null): Score {
  const found = wordsOf(text);
  const wanted = wordsOf(truth);
  if (wanted.length === 0 || found.length === 0) {
    const same = wanted.length === found.length ? 1 : 0;
    return { precision: same, recall: same, f1: same };
  }
  const have = bagOf(found);
  let hits = 0;
  for (const [word, count] of bagOf(wanted)) hits += Math.min(count, have.get(word) ?? 0);
  const precision = hits / found.length;
  const recall = hits / wanted.length;
  return { precision, recall, f1: hits === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

/** The share of snippets that a text has, as the benchmark counts them: the case does not matter. */
export function shareOf(text: string, snippets: readonly string[]): number {
  const folded = text.toLowerCase();
  return snippets.filter((snippet) => folded.includes(snippet.toLowerCase())).length / snippets.length;
}
