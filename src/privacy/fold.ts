/** Digits of other scripts, letters and signs of full width, spaces and dashes of other kinds. */
const UNUSUAL = /[\uFF01-\uFF5E\u0660-\u0669\u06F0-\u06F9\u0966-\u096F\u00A0\u2007-\u2009\u202F\u3000\u2010-\u2015\u2212]/;
const EVERY = new RegExp(UNUSUAL, 'g');

/** First digits of scripts that have ten in a row. */
const ZEROS = [0x06_60, 0x06_f0, 0x09_66];

function plain(character: string): string {
  const code = character.charCodeAt(0);
  if (code > 0xff_00) return String.fromCharCode(code - 0xfe_e0);
  const zero = ZEROS.find((first) => code >= first && code < first + 10);
  if (zero !== undefined) return String(code - zero);
  return code === 0x22_12 || (code >= 0x20_10 && code <= 0x20_15) ? '-' : ' ';
}

/** The text with its digits, signs and spaces in ASCII, each where it was: places in it are places in the text. */
export const foldDigits = (text: string): string => (UNUSUAL.test(text) ? text.replace(EVERY, plain) : text);
