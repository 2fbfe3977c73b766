import { editAsC4 } from './edits/c4.ts';
import { editAsRefinedWeb } from './edits/refinedweb.ts';
import type { QualityPreset } from '../config/quality-preset.ts';

/** The text that a preset judges, and that a corpus gets: without the lines that it takes out. `language` is a BCP 47 tag. */
export function editText(text: string, language: string, { edit }: QualityPreset): string {
  if (edit === null) return text;
  if (edit === 'refinedweb') return editAsRefinedWeb(text, language);
  return editAsC4(text, language, { anyLineEnd: edit === 'c4-any-line-end' });
}
