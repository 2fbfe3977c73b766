import { type Language, languageTag } from './code.ts';

/** The likeliest language of a text; null when the model does not find its own opinion reliable. */
export type Cld3 = (text: string) => Language | null;

const MOST_BYTES = 2000;

/** Compact Language Detector 3: a small network over letters in ones to threes; 107 languages. */
export async function openCld3(): Promise<Cld3> {
  const { loadModule } = await import('cld3-asm');
  const model = (await loadModule()).create(0, MOST_BYTES);
  return (text) => {
    const { language: code, probability, is_reliable: isReliable } = model.findLanguage(text);
    const language: string = code;
    // Languages in letters that are not theirs (`ru-Latn`) are guesses that the first model does not know.
    return !isReliable || language.includes('-') ? null : { language: languageTag(language), score: probability };
  };
}
