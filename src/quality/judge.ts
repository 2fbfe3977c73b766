import { languageOf } from '../text/language-tag.ts';
import type { Measures } from './measure.ts';
import type { QualityPreset, Rule } from '../config/quality-preset.ts';

/** Because gives the figure and its limit. */
export type Verdict = { readonly kept: true } | { readonly kept: false; readonly rule: string; readonly because: string };

const said = { atLeast: 'at least', atMost: 'at most' } as const;

/** What a rule finds wrong; null when it holds, or says nothing of this text. */
function fault({ name, measure, bound, fromWords }: Rule, limit: number, measures: Measures): Verdict | null {
  const value = measures[measure];
  if (value === undefined || (measures['words'] ?? 0) < fromWords) return null;
  const holds = bound === 'atLeast' ? value >= limit : value <= limit;
  return holds ? null : { kept: false, rule: name, because: `${measure} ${value}, ${said[bound]} ${limit}` };
}

/**
 * What a preset says of a text with these measures: the first rule that it breaks. A measure that the text does not have, such as the
 * stop words of a language without a list, breaks nothing. `language` is a BCP 47 tag.
 */
export function judge(measures: Measures, language: string, preset: QualityPreset): Verdict {
  const own = preset.languages.get(languageOf(language));
  for (const rule of preset.rules) {
    const limit = own?.get(rule.name);
    if (limit === null) continue;
    const found = fault(rule, limit ?? rule.limit, measures);
    if (found !== null) return found;
  }
  return { kept: true };
}
