import { isUtf8 } from 'node:buffer';

/** What windows-1252 has for the bytes 80 to 9F, in their order; it has five of them as ISO 8859-1 does. */
const HIGH = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';
/** Letters that stand for the bytes which go on with a letter of UTF-8, in either encoding. */
const NEXT = String.raw`[\u0080-\u00BF${HIGH}]`;
const SEQUENCE = String.raw`[\u00C2-\u00DF]${NEXT}|[\u00E0-\u00EF]${NEXT}{2}|[\u00F0-\u00F4]${NEXT}{3}`;

/** What every run has, and few texts. */
const SUSPECT = new RegExp(`[\u00C2-\u00F4]${NEXT}`);
const RUN = new RegExp(`(?:${SEQUENCE})+`, 'g');
/** A run of one letter. */
const SINGLE = new RegExp(`^(?:${SEQUENCE})$`);

function bytesOf(run: string): Uint8Array {
  const bytes = new Uint8Array(run.length);
  for (let at = 0; at < run.length; at++) {
    const code = run.charCodeAt(at);
    bytes[at] = code < 0x1_00 ? code : 0x80 + HIGH.indexOf(run.charAt(at));
  }
  return bytes;
}

const reader = new TextDecoder('utf-8', { ignoreBOM: true });

/** No text has these: controls, letters that are not assigned, half letters. */
const IMPOSSIBLE = /[\p{Cc}\p{Cn}\p{Co}\p{Cs}]/u;

/** The text that a run was before, which may be such a run again; null if it never was a text. */
function decoded(run: string): string | null {
  const bytes = bytesOf(run);
  const text = isUtf8(bytes) ? reader.decode(bytes) : null;
  return text === null || IMPOSSIBLE.test(text.replace(RUN, '')) ? null : text;
}

/** What may stand after a letter, as after `Spaß` and `CAFÉ`: quotes, dashes, dots, hard blanks and soft hyphens; behind a word also signs, and the letters of Czech. */
const PAUSE = String.raw`‘’“”‹›«»–—…\u00A0\u00AD`;
const PAUSES = new RegExp(`^.[${PAUSE}]+$`);
const SIGNS = new RegExp(String.raw`^.[${PAUSE}™®©¹²³†‡•·¶§´¨¡¿ŠŽšž]+$`);
const LOWER_BEFORE = /\p{Ll}$/u;
const UPPER_BEFORE = /\p{Lu}$/u;
/** Behind what a hard blank, or the quote that closes, may stand. */
const END_BEFORE = /[\p{Ll}\p{Nd}.,;:!?)%]$/u;

/**
 * Whether a run can hardly be meant. Several letters of UTF-8 side by side never are; one alone is not where no word goes on so: a capital with an
 * accent after a small letter, `â€`, `Â°`, `Ã©`.
 */
function isSure(run: string, before: string, after: string): boolean {
  if (!SINGLE.test(run)) return true;
  if (run.length > 2) return !SIGNS.test(run) || run === 'ï»¿' || (run.startsWith('â') && !PAUSES.test(run));
  if (run.startsWith('Â')) return !PAUSES.test(run) || END_BEFORE.test(before) || before + after === '';
  if (/^[ß×]/.test(run)) return false;
  if (LOWER_BEFORE.test(before)) return true;
  if (!/^[ÃÄÅ]/.test(run)) return false;
  if (UPPER_BEFORE.test(before)) return !SIGNS.test(run);
  return !PAUSES.test(run) || /^\p{Ll}/u.test(after) || (run === 'Ã—' && /\d ?$/.test(before));
}

/** Texts that tell of the matter, and may show it. */
const TOLD_OF =
  /utf-?8|unicode|encoding|codifica|encodage|charset|character set|mojibake|latin-?1|8859|1252|zeichen(?:satz|kodierung)|кодиров|乱码|亂碼|文字化け|인코딩/i;

function mendedOnce(text: string): string {
  const sure = new Set<string>();
  for (const { 0: run, index } of text.matchAll(RUN)) {
    const end = index + run.length;
    if (isSure(run, text.slice(Math.max(0, index - 2), index), text.slice(end, end + 1)) && decoded(run) !== null) sure.add(run.charAt(0));
  }
  if (sure.size === 0 || TOLD_OF.test(text)) return text;
  return text.replace(RUN, (run) => (sure.has(run.charAt(0)) ? (decoded(run) ?? run) : run));
}

/** A text may have been through it so often. */
const MOST_TIMES = 3;

/**
 * Text in UTF-8 that somebody read as windows-1252 or ISO 8859-1, as it was meant: `â€™` is `’`. Only runs that are UTF-8 when written back and can
 * hardly be meant, and those beside them that begin alike; the rest of a text stays. Takes linear time, and no more than a look at a text without such runs.
 */
export function withoutMojibake(text: string): string {
  let mended = text;
  for (let times = 0; times < MOST_TIMES && SUSPECT.test(mended); times += 1) {
    const next = mendedOnce(mended);
    if (next === mended) break;
    mended = next;
  }
  return mended;
}
