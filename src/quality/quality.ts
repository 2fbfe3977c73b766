import { editText } from './edit.ts';
import { judge, type Verdict } from './judge.ts';
import { modelAt, scoreText } from './learned/model.ts';
import { type Measures, measureText } from './measure.ts';
import type { QualityPreset } from '../config/quality-preset.ts';
import { presetOf } from '../config/quality-presets.ts';

/** A text as a preset leaves it, with the measures of what is left. */
export interface Judged {
  readonly text: string;
  readonly measures: Measures;
  readonly verdict: Verdict;
}

/**
 * Edits, measures and judges a text by a preset. `measured` is what `measureText` said of it: used again where the preset takes nothing
 * out. After an edit, `words_removed` is the share of words that went.
 * @throws FilterFileError where the preset has a learned filter that cannot be read.
 */
export function applyPreset(text: string, language: string, preset: QualityPreset, measured?: Measures): Judged {
  const edited = editText(text, language, preset);
  const before = measured ?? measureText(text, language);
  const measures = {
    ...before,
    ...(edited !== text && remeasured(edited, language, before)),
    ...(preset.filter !== null && { filter_score: scoreText(modelAt(preset.filter), edited) }),
  };
  return { text: edited, measures, verdict: judge(measures, language, preset) };
}

function remeasured(edited: string, language: string, before: Measures): Measures {
  const measures = measureText(edited, language);
  const [all, left] = [before['words'] ?? 0, measures['words'] ?? 0];
  return { ...measures, words_removed: all === 0 ? 0 : Number(Math.max(0, 1 - left / all).toPrecision(6)) };
}

export interface QualityOptions {
  /** BCP 47 tag of the text's language. */
  readonly language: string;
  /** One of the presets that come with Garner; `standard` when left out. */
  readonly preset?: string;
}

export interface QualityJudgement {
  readonly kept: boolean;
  /** What is wrong with a text that is not kept. */
  readonly rule?: string;
  /** The figure and its limit. */
  readonly because?: string;
  /** Of the text as the preset edits it. */
  readonly measures: Measures;
}

/** Judges a text by one of Garner's presets. @throws Error for a preset that there is not. */
export function judgeQuality(text: string, { language, preset = 'standard' }: QualityOptions): QualityJudgement {
  const { measures, verdict } = applyPreset(text, language, presetOf(preset));
  return { ...verdict, measures };
}
