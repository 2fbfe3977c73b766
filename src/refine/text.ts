import { signature } from '../dedup/signature.ts';
import { type LanguageDetector, openLanguageDetector } from '../language/language.ts';
import { measureText } from '../quality/measure.ts';
import type { Described } from '../records.ts';
import { contentDigest } from '../text/normalise.ts';

/** Tells of a text what can be told of it by itself: its language, measures, digest and signature. */
export interface TextReader {
  /** `declared`: the BCP 47 tag whose language stands where the text does not tell its own. */
  describe(text: string, declared: string | null): Described;
}

/** What a text seems to be in with a lower score is a guess, and what its page declares is better. */
const GUESS = 0.5;

function describeBy(detector: LanguageDetector, text: string, declared: string | null): Described {
  const told = detector.detect(text);
  const isTold = told.language !== 'und' && (told.score >= GUESS || declared === null);
  const language = isTold ? told.language : (declared?.split('-', 1)[0]?.toLowerCase() ?? 'und');
  return {
    language,
    languageScore: isTold ? told.score : null,
    languages: detector.mixture(text),
    contentDigest: contentDigest(text),
    measures: measureText(text, language),
    signature: Buffer.from(signature(text, language)).toString('base64'),
  };
}

let opened: Promise<TextReader> | undefined;

/** Loads what is needed, once in each thread. */
export function openTextReader(): Promise<TextReader> {
  return (opened ??= openLanguageDetector().then((detector) => ({
    describe: (text: string, declared: string | null) => describeBy(detector, text, declared),
  })));
}
