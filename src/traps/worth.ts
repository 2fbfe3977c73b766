import type { Refined, Step } from '../records.ts';
import type { Barren } from './traps.ts';

/** A text with fewer letters says nothing; a Chinese character says as much as three letters. */
const LETTERS = 60;
/** From here on babble is suspected, in texts of as many words as the suspicion can be trusted (docs/quality.md). */
const BABBLE = 0.5;
const BABBLE_WORDS = 400;
/** Links that a page must have before it is a wonder that all are new. */
const LINKS = 5;

/** A page that was read, and what was known of what it brings. */
export interface ReadPage {
  readonly step: Step<Pick<Refined, 'text' | 'measures' | 'language'>>;
  /** Its text was known on its host already, or nearly. */
  readonly isCopy: boolean;
  /** Links that its crawler would follow. */
  readonly links: number;
  /** Those of them that nobody knew. */
  readonly newLinks: number;
}

/** What is wrong with the text of a page; null when nothing is, `unknown` when it must not be read. */
function faultOf({ step, isCopy }: ReadPage): Exclude<Barren, 'endless-links'> | 'unknown' | null {
  if (!step.kept) return step.drop.stage === 'extract' ? 'no-text' : 'unknown';
  const { text, measures, language } = step.record;
  if (lettersIn(text) < LETTERS) return 'no-text';
  if (isCopy) return 'copies';
  const isSuspect = (measures['babble'] ?? 0) > BABBLE && (measures['words'] ?? 0) >= BABBLE_WORDS && /^en\b/.test(language);
  return isSuspect ? 'babble' : null;
}

/**
 * What a page was worth to a pattern that has it. Null: it cannot be told. `leadsOut` says that the page led to something new outside of the pattern,
 * as a list of articles does, which may say nothing itself.
 */
export function worthOf(page: ReadPage, leadsOut: boolean): Barren | 'worth' | null {
  if (page.links >= LINKS && page.newLinks === page.links) return 'endless-links';
  const fault = faultOf(page);
  if (fault === 'unknown') return null;
  return fault === null || leadsOut ? 'worth' : fault;
}

const lettersIn = (text: string): number => {
  const start = text.slice(0, 4 * LETTERS);
  return (start.match(/\p{L}/gu)?.length ?? 0) + 2 * (start.match(/\p{Ideographic}/gu)?.length ?? 0);
};
