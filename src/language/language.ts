import { type Cld3, openCld3 } from './cld3.ts';
import { type Language, languageTag } from './code.ts';
import { evidenceOf } from './evidence.ts';
import { type FastText, openFastText } from './fasttext.ts';
import { scriptOfChinese } from './chinese.ts';
import { mixtureOf } from './mixture.ts';

export interface LanguageDetector {
  /**
   * The language of a text: ISO 639-1, else 639-3; `zh-Hans` and `zh-Hant` for Chinese; `und` with score 0 when there is nothing to tell it
   * by. The score is from 0 to 1. Pure and bounded: of a long text samples are read, always the same ones.
   */
  detect(text: string): Language;
  /** Share of characters by language over the paragraphs that are long enough to tell; `{}` when one language has it all. */
  mixture(text: string): Readonly<Record<string, number>>;
}

/** Below this, or in fewer letters than that, the first opinion is not enough. */
const SURE = 0.8;
const LONG = 200;
/** Languages that a second opinion may choose among. */
const GUESSES = 4;
/** Letters that cld3 is shown: more cost time and tell it little. */
const SECOND_OPINION = 400;
/** Fewer letters are a label, not a text. */
const FEWEST_LETTERS = 2;

const nothing: Language = { language: 'und', score: 0 };

/** Loads both models, which come with their packages; about 0.1 s. Works in any thread. */
export async function openLanguageDetector(): Promise<LanguageDetector> {
  const [fastText, cld3] = await Promise.all([openFastText(), openCld3()]);
  return {
    detect: (text) => judged(evidenceOf(text), fastText, cld3),
    // One opinion: a second about every paragraph costs more than it tells.
    mixture: (text) => mixtureOf(text, (evidence) => firstOf(evidence, fastText)),
  };
}

let shared: Promise<LanguageDetector> | null = null;

/** Like `LanguageDetector.detect`, of a detector that is loaded with the first call. */
export async function detectLanguage(text: string): Promise<Language> {
  shared ??= openLanguageDetector();
  return (await shared).detect(text);
}

function firstOf(evidence: string, fastText: FastText): Language {
  const [first] = fastText(evidence, 1);
  return first === undefined ? nothing : tagged(first, evidence);
}

function judged(evidence: string, fastText: FastText, cld3: Cld3): Language {
  if (evidence.length < FEWEST_LETTERS) return nothing;
  const guesses = fastText(evidence, GUESSES);
  const [first] = guesses;
  if (first === undefined) return nothing;
  if (first.score >= SURE && evidence.length >= LONG) return tagged(first, evidence);
  const second = cld3(evidence.slice(0, SECOND_OPINION));
  return tagged(second === null ? first : agreed(guesses, second), evidence);
}

/** The language of the highest mean score. */
function agreed(guesses: readonly Language[], second: Language): Language {
  const scores = new Map(guesses.map(({ language, score }) => [language, score / 2] as const));
  scores.set(second.language, (scores.get(second.language) ?? 0) + second.score / 2);
  const [[language, score] = ['und', 0]] = [...scores].sort(([, one], [, other]) => other - one);
  return { language, score };
}

const tagged = ({ language, score }: Language, evidence: string): Language => ({
  language: language === 'zh' ? `zh-${scriptOfChinese(evidence)}` : languageTag(language),
  score: Math.round(Math.min(1, score) * 10_000) / 10_000,
});
