import { labelToName, TextDecoder } from '@exodus/bytes/encoding.js';
import { analyse } from 'chardet';

/** Bytes of text that are looked at: statistics do not get better beyond. */
const SAMPLE_BYTES = 32 * 1024;
/** Less is not a guess but a coin toss; windows-1252 then does the least harm. */
const MIN_CONFIDENCE = 10;
/** What the page's own `lang` adds to an encoding that is used for it, in points of 100. */
const LANGUAGE_BONUS = 30;

const encodingsOf: Readonly<Record<string, readonly string[]>> = {
  ar: ['windows-1256', 'iso-8859-6'],
  be: ['windows-1251'],
  bg: ['windows-1251'],
  cs: ['windows-1250', 'iso-8859-2'],
  el: ['windows-1253', 'iso-8859-7'],
  fa: ['windows-1256'],
  he: ['windows-1255', 'iso-8859-8'],
  hu: ['windows-1250', 'iso-8859-2'],
  ja: ['shift_jis', 'euc-jp', 'iso-2022-jp'],
  ko: ['euc-kr'],
  pl: ['windows-1250', 'iso-8859-2'],
  ro: ['windows-1250', 'iso-8859-2'],
  ru: ['windows-1251', 'koi8-r'],
  th: ['windows-874'],
  tr: ['windows-1254'],
  uk: ['windows-1251', 'koi8-u'],
  vi: ['windows-1258'],
  zh: ['gb18030', 'big5'],
};

/** The runs between tags that hold bytes beyond ASCII: scripts, styles and markup would drown the language. */
function foreignText(body: Uint8Array): Uint8Array {
  const kept = new Uint8Array(Math.min(body.length, SAMPLE_BYTES) + 1);
  let length = 0;
  let start = 0;
  let foreign = false;
  const flush = (end: number): void => {
    const run = body.subarray(start, Math.min(end, start + kept.length - length));
    if (!foreign || run.length === 0) return;
    kept.set(run, length);
    length += run.length;
    // What does not fit in may be cut within a letter.
    if (length < kept.length) kept[length++] = 0x0a;
  };
  for (let at = 0; at < body.length && length < kept.length; at++) {
    const byte = body[at] ?? 0;
    if (byte > 0x7f) foreign = true;
    else if (byte === 0x3c) flush(at);
    if (byte === 0x3c || byte === 0x3e) {
      start = at + 1;
      foreign = false;
    }
  }
  flush(body.length);
  return kept.subarray(0, length);
}

const readable = (sample: Uint8Array, encoding: string): boolean => {
  try {
    // The last letter may be cut.
    new TextDecoder(encoding, { fatal: true }).decode(sample, { stream: true });
    return true;
  } catch {
    return false;
  }
};

const ESCAPE = 0x1b;

/** Escape sequences name their own encoding (ISO/IEC 2022): JIS may be read, its Chinese and Korean sisters may not. */
export function escaped(body: Uint8Array): string | null {
  const bytes = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, SAMPLE_BYTES));
  if (!bytes.includes(ESCAPE)) return null;
  const start = bytes.toString('latin1');
  if (/\x1b\$\)[ACEG]/.test(start)) return 'replacement';
  return /\x1b(?:\$[@B]|\([IJ])/.test(start) ? 'iso-2022-jp' : null;
}

function languageOf(body: Uint8Array): string {
  const start = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, 4096)).toString('latin1');
  return /<html\b[^>]*?\blang\s*=\s*["']?([a-z]{2,3})/i.exec(start)?.[1]?.toLowerCase() ?? '';
}

/** The likeliest legacy encoding of bytes that are not UTF-8 and declare nothing, or null when there is nothing to go by. */
export function detectEncoding(body: Uint8Array): string | null {
  const byEscape = escaped(body);
  if (byEscape !== null) return byEscape;
  const sample = foreignText(body);
  if (sample.length === 0) return null;
  const usual = encodingsOf[languageOf(body)] ?? [];
  let best: string | null = null;
  let bestScore = MIN_CONFIDENCE;
  for (const { name, confidence } of analyse(sample)) {
    const encoding = labelToName(name)?.toLowerCase();
    if (encoding === undefined || encoding === 'utf-8' || encoding === 'replacement') continue;
    const score = confidence + (usual.includes(encoding) ? LANGUAGE_BONUS : 0);
    if (score > bestScore && readable(sample, encoding)) {
      best = encoding;
      bestScore = score;
    }
  }
  return best;
}
