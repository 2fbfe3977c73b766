import { isUtf8 } from 'node:buffer';
import { TextDecoder } from '@exodus/bytes/encoding.js';

/** An encoding that UTF-8 is read as by mistake. */
interface Misreading {
  /** Letters of UTF-8 side by side, as they look then. */
  readonly run: RegExp;
  readonly byteOf: (letter: string) => number;
  /** Whether a run can hardly be meant, between what stands before and after it. */
  readonly isSure: (run: string, before: string, after: string) => boolean;
}

/** What an encoding has for the bytes from 80 on. */
const highHalf = (encoding: string): string => new TextDecoder(encoding).decode(Uint8Array.from({ length: 128 }, (_, at) => 0x80 + at));

/** For the bytes 80 to 9F; five of them are as in ISO 8859-1. */
const HIGH = highHalf('windows-1252').slice(0, 32);
/** Letters that stand for the bytes which go on with a letter of UTF-8, in either encoding. */
const NEXT = String.raw`[\u0080-\u00BF${HIGH}]`;
const SEQUENCE = String.raw`[\u00C2-\u00DF]${NEXT}|[\u00E0-\u00EF]${NEXT}{2}|[\u00F0-\u00F4]${NEXT}{3}`;
/** A run of one letter. */
const SINGLE = new RegExp(`^(?:${SEQUENCE})$`);

const CYRILLIC = highHalf('windows-1251');
const NEXT_CYRILLIC = `[${CYRILLIC.slice(0, 64)}]`;

const MAC = highHalf('macintosh');
const NEXT_MAC = `[${MAC.slice(0, 64)}]`;

/** What every run has, and few texts. */
const SUSPECT = new RegExp(`[\u00C2-\u00F4]${NEXT}|[РС]${NEXT_CYRILLIC}|в[Ђ„]|‚Ä${NEXT_MAC}|√${NEXT_MAC}`);

function bytesOf(run: string, { byteOf }: Misreading): Uint8Array {
  const bytes = new Uint8Array(run.length);
  for (let at = 0; at < run.length; at++) bytes[at] = byteOf(run.charAt(at));
  return bytes;
}

const reader = new TextDecoder('utf-8', { ignoreBOM: true });

/** No text has these: controls, letters that are not assigned, half letters. */
const IMPOSSIBLE = /[\p{Cc}\p{Cn}\p{Co}\p{Cs}]/u;

/** The text that a run was before, which may be such a run again; null if it never was a text. */
function decoded(run: string, misreading: Misreading): string | null {
  const bytes = bytesOf(run, misreading);
  const text = isUtf8(bytes) ? reader.decode(bytes) : null;
  return text === null || IMPOSSIBLE.test(text.replace(misreading.run, '')) ? null : text;
}

/** What may stand after a letter, as after `Spaß` and `CAFÉ`: quotes, dashes, dots, hard blanks and soft hyphens; behind a word also signs, and the letters of Czech. */
const PAUSE = String.raw`‘’“”‹›«»–—…\u00A0\u00AD`;
const PAUSES = new RegExp(`^(?:[\u00C2-\u00F4][${PAUSE}]{1,3}){1,4}$`);
const SIGNS = new RegExp(String.raw`^.[${PAUSE}™®©¹²³†‡•·¶§´¨¡¿ŠŽšž]+$`);
const LOWER_BEFORE = /\p{Ll}$/u;
const UPPER_BEFORE = /\p{Lu}$/u;
/** Behind what a hard blank, or the quote that closes, may stand. */
const END_BEFORE = /[\p{Ll}\p{Nd}.,;:!?)%’”–—…]$/u;

/**
 * Whether a run of the West can hardly be meant. Several letters of UTF-8 side by side are only where a letter and a pause are said again; one alone is not where no word goes on so: a capital with an
 * accent after a small letter, `â€`, `Â°`, `Ã©`.
 */
function isSureLatin(run: string, before: string, after: string): boolean {
  if (!SINGLE.test(run)) return !PAUSES.test(run);
  // Whatever stands behind a hard blank is apart: `à\u00A0€5`.
  if (run.length > 2)
    return run.charAt(1) !== '\u00A0' && (!SIGNS.test(run) || run === 'ï»¿' || (run.startsWith('â') && !PAUSES.test(run)));
  if (run.startsWith('Â')) return !PAUSES.test(run) || END_BEFORE.test(before) || before + after === '';
  if (/^[ß×]/.test(run)) return false;
  if (LOWER_BEFORE.test(before)) return true;
  if (!/^[ÃÄÅ]/.test(run)) return false;
  if (UPPER_BEFORE.test(before)) return !SIGNS.test(run);
  // Behind a unit of length, too: `Å³`.
  return !(run.startsWith('Å') ? SIGNS : PAUSES).test(run) || /^\p{Ll}/u.test(after) || (run === 'Ã—' && /\d ?$/.test(before));
}

const LATIN: Misreading = {
  run: new RegExp(`(?:${SEQUENCE})+`, 'g'),
  byteOf: (letter) => (letter < '\u0100' ? letter.charCodeAt(0) : 0x80 + HIGH.indexOf(letter)),
  isSure: isSureLatin,
};

/** Russian that was read as windows-1251, `Рё` for each of its letters, with the punctuation of a text: `вЂ”`, `В«`. */
const RUSSIAN: Misreading = {
  run: new RegExp(`(?:[ВРС]${NEXT_CYRILLIC}|в[Ђ„]${NEXT_CYRILLIC})+`, 'g'),
  byteOf: (letter) => 0x80 + CYRILLIC.indexOf(letter),
  // Two letters may be an abbreviation in Ukrainian: `РІСІ`.
  isSure: (run) => /[РС].[РС].[РС]|в(?:Ђ|„[–ў])/u.test(run),
};

/** What Macs make of it: `‚Äô` for `’`; between small letters, `√©` is no root, but `√π` may be. */
const MACINTOSH: Misreading = {
  run: new RegExp(`(?:‚Ä${NEXT_MAC}|[¬√]${NEXT_MAC})+`, 'g'),
  byteOf: (letter) => 0x80 + MAC.indexOf(letter),
  isSure: (run, before, after) => run.includes('‚Ä') || (/√[^π]/.test(run) && LOWER_BEFORE.test(before) && /^\p{Ll}/u.test(after)),
};

/** Texts that tell of the matter, and may show it. */
const TOLD_OF =
  /utf-?8|unicode|encoding|codifica|encodage|charset|character set|mojibake|latin-?1|8859|1252|zeichen(?:satz|kodierung)|кодиров|乱码|亂碼|文字化け|인코딩/i;

/** Letters that nobody sees, and that nobody who tells of the matter writes. */
const UNSEEN = /[\u0080-\u009F]/;

function mendedOnce(text: string, misreading: Misreading): string {
  const { run: runs, isSure } = misreading;
  const sure = new Set<string>();
  for (const { 0: run, index } of text.matchAll(runs)) {
    const end = index + run.length;
    const [before, after] = [text.slice(Math.max(0, index - 2), index), text.slice(end, end + 1)];
    if (isSure(run, before, after) && decoded(run, misreading) !== null) sure.add(run.charAt(0));
  }
  if (sure.size === 0 || (TOLD_OF.test(text) && !UNSEEN.test(text))) return text;
  return text.replace(runs, (run) => (sure.has(run.charAt(0)) ? (decoded(run, misreading) ?? run) : run));
}

/** A text may have been through it so often. */
const MOST_TIMES = 3;

/**
 * Text in UTF-8 that somebody read as windows-1252, ISO 8859-1, windows-1251 or Mac OS Roman, as it was meant: `â€™` is `’`. Only runs that are UTF-8 when written back and can
 * hardly be meant, and those beside them that begin alike; the rest of a text stays. Takes linear time, and no more than a look at a text without such runs.
 */
export function withoutMojibake(text: string): string {
  let mended = text;
  for (let times = 0; times < MOST_TIMES && SUSPECT.test(mended); times += 1) {
    const next = [LATIN, RUSSIAN, MACINTOSH].reduce(mendedOnce, mended);
    if (next === mended) break;
    mended = next;
  }
  return mended;
}

/** The same for code, which may show such runs on purpose, unless there are letters in them that nobody sees. */
export const codeWithoutMojibake = (code: string): string => (UNSEEN.test(code) ? withoutMojibake(code) : code);
