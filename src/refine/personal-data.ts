import { maskPersonalData, personalDataProblem, type PersonalDataPolicy } from '../privacy/personal-data.ts';
import type { Extraction, Step } from '../records.ts';

interface Masked extends Extraction {
  /** How much of what was found in its text. */
  readonly masked: Readonly<Record<string, number>>;
}

/** An extraction with the personal data in it masked; a drop when it has what no page may have, or too much. */
export function withoutPersonalData(extraction: Extraction, policy: PersonalDataPolicy): Step<Masked> {
  const { text, counts } = maskPersonalData(extraction.text, policy);
  const problem = personalDataProblem(counts, policy);
  if (problem !== null) return { kept: false, drop: { stage: 'privacy', ...problem } };
  const masked = (written: string): string => maskPersonalData(written, policy).text;
  const title = extraction.title === null ? null : masked(extraction.title);
  return { kept: true, record: { ...extraction, title, text, markdown: masked(extraction.markdown), masked: counts } };
}
