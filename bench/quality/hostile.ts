const long = (piece: string): string => piece.repeat(Math.ceil(1e6 / piece.length)).slice(0, 1e6);

/** Texts of a million characters that a careless measure would take minutes for. */
export const hostile: readonly (readonly [name: string, text: string])[] = [
  ['one word', long('a')],
  ['one word, again and again', long('word ')],
  ['words that never come again', Array.from({ length: 150_000 }, (_, at) => `w${at}`).join(' ')],
  ['100,000 lines', Array.from({ length: 100_000 }, (_, at) => `line ${at}`).join('\n')],
  ['line ends', long('\n')],
  ['points', long('.')],
  ['points and spaces', long('. ')],
  ['quotations that end', long('."')],
  ['apostrophes', long("a'")],
  ['accents alone', long('\u0301')],
  ['pictures', long('😀')],
  ['Han without an end', long('长江黄河泰山')],
  ['Thai without an end', long('ภาษาไทยเป็นภาษา')],
  ['digits and commas', long('1,')],
  ['brackets', long('[')],
  ['half characters', long('\ud83d')],
];
