/**
 * Matches any of a list of words in many languages: `spaced` are whole words of scripts that have spaces (`\p{L}*` for endings),
 * `unspaced` stand anywhere. Texts are compared as `plainText` leaves them.
 */
export const anyOf = (spaced: readonly string[], unspaced = '', flags = 'iu'): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${spaced.join('|')})(?![\\p{L}\\p{N}])${unspaced === '' ? '' : `|${unspaced}`}`, flags);

/**
 * A text as the patterns of this folder expect it: one kind of hyphen, space, bracket and digit, no soft hyphens, no Arabic vowel marks.
 */
export const plainText = (text: string): string =>
  (/[^\s!-~©–—‘’“”]/.test(text) ? text.normalize('NFKC') : text)
    .replaceAll(/[\u2010-\u2015\u2212\u2500\u30FB・]/g, '-')
    .replaceAll(/[\u0660-\u0669\u06F0-\u06F9]/g, (digit) => String(digit.charCodeAt(0) & 15))
    .replaceAll('\u066B', '.')
    .replaceAll(/[\u00AD\u200B-\u200F\u2060\u064B-\u0652\u0640]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
