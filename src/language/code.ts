/** A language with the probability that it is the right one. */
export interface Language {
  readonly language: string;
  /** From 0 to 1. */
  readonly score: number;
}

/** What the models call languages by retired or private codes, in ISO 639. */
const CURRENT: ReadonlyMap<string, string> = new Map([
  ['als', 'gsw'],
  ['bh', 'bho'],
  ['eml', 'egl'],
  ['fil', 'tl'],
  ['iw', 'he'],
  ['jw', 'jv'],
  ['sh', 'hbs'],
]);

/** ISO 639-1, else 639-3, for a label of a model. */
export const languageTag = (label: string): string => CURRENT.get(label) ?? label;
