import type { Language } from './code.ts';
import { proseAt } from './evidence.ts';

/** Letters in which a paragraph shows its language, and that are read of it. */
const FEWEST = 80;
const SAMPLE = 80;
/** Paragraphs that are judged of a text, spread over it. */
const MOST_JUDGED = 8;
/** A paragraph of which its language is less sure than this counts for none. */
const SURE = 0.85;
/** A language with less than this share is more likely a mistake. */
const LEAST_SHARE = 0.02;

/** See `LanguageDetector.mixture`. Paragraphs end with their line. */
export function mixtureOf(text: string, judge: (evidence: string) => Language): Readonly<Record<string, number>> {
  const characters = new Map<string, number>();
  let all = 0;
  for (const paragraph of spread(text.split('\n').filter(({ length }) => length >= FEWEST))) {
    const evidence = proseAt(paragraph, 0, SAMPLE);
    if (evidence.length < FEWEST / 2) continue;
    const { language, score } = judge(evidence);
    if (score < SURE) continue;
    characters.set(language, (characters.get(language) ?? 0) + paragraph.length);
    all += paragraph.length;
  }
  const shares = [...characters].map(([language, count]) => [language, count / all] as const).filter(([, share]) => share >= LEAST_SHARE);
  if (shares.length < 2) return {};
  const whole = shares.reduce((sum, [, share]) => sum + share, 0);
  return Object.fromEntries(
    shares
      .toSorted(([one, share], [other, otherShare]) => otherShare - share || (one < other ? -1 : 1))
      .map(([language, share]) => [language, Math.round((share / whole) * 1000) / 1000]),
  );
}

/** Evenly from first to last. */
function spread(paragraphs: readonly string[]): readonly string[] {
  if (paragraphs.length <= MOST_JUDGED) return paragraphs;
  const step = (paragraphs.length - 1) / (MOST_JUDGED - 1);
  return Array.from({ length: MOST_JUDGED }, (_, at) => paragraphs[Math.round(at * step)] ?? '');
}
