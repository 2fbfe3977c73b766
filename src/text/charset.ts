import { isAscii, isUtf8 } from 'node:buffer';
import { labelToName, TextDecoder } from '@exodus/bytes/encoding.js';
import sniffHtmlEncoding from 'html-encoding-sniffer';
import { detectEncoding, escaped } from './detect-encoding.ts';

/** What told us the encoding. `utf-8`: the bytes can hardly be anything else; `guess`: their statistics; `none`: nothing did. */
type EncodingSource = 'bom' | 'header' | 'meta' | 'utf-8' | 'guess' | 'none';

export interface Decoded {
  readonly text: string;
  /** Lower-case name of the Encoding Standard; `replacement` for what must not be decoded, whose text is one U+FFFD. */
  readonly encoding: string;
  readonly source: EncodingSource;
}

/** A value no encoding has, to see that the sniffer found nothing. */
const UNKNOWN = 'nothing';
/** Where the standard lets a parser still meet a meta element and start again; later ones are likelier to stand in a script. */
const LATE_META_BYTES = 64 * 1024;

const charsetOf = (contentType: string | undefined): string | undefined =>
  /;\s*charset\s*=\s*["']?([^\s;"']+)/i.exec(contentType ?? '')?.[1];

const metaOf = (body: Uint8Array, bytes: number): string | null => {
  const name = sniffHtmlEncoding(body, { defaultEncoding: UNKNOWN, maxPrescanBytes: bytes });
  return name === UNKNOWN ? null : name.toLowerCase();
};

/** UTF-32 has no decoder in the standard, which would read its little-endian mark as UTF-16 and its text as NULs. */
const isUtf32 = (body: Uint8Array): boolean =>
  (body[0] === 0xff && body[1] === 0xfe && body[2] === 0 && body[3] === 0 && body.length >= 8) ||
  (body[0] === 0 && body[1] === 0 && body[2] === 0xfe && body[3] === 0xff);

/** UTF-8 that no one declared: with letters beyond ASCII, of which a few may be damaged. */
const isTellingUtf8 = (body: Uint8Array): boolean => isWholeUtf8(body) || (!isAscii(body) && !isBrokenUtf8(body, 0.1));

/** Valid UTF-8 with letters beyond ASCII; a body cut off within its last letter counts. */
function isWholeUtf8(body: Uint8Array): boolean {
  for (let cut = 0; cut < Math.min(4, body.length); cut++) {
    const whole = cut === 0 ? body : body.subarray(0, body.length - cut);
    if (isUtf8(whole)) return !isAscii(whole);
    if ((body.at(-1 - cut) ?? 0) < 0x80) return false;
  }
  return false;
}

/** UTF-8 that the bytes refute: more than so many of the letters beyond ASCII, one in fifty where it is declared, cannot be read. */
function isBrokenUtf8(body: Uint8Array, share = 0.02): boolean {
  if (isUtf8(body)) return false;
  const text = new TextDecoder('utf-8').decode(body);
  let broken = 0;
  let foreign = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0xfffd) broken++;
    else if (unit > 0x7f) foreign++;
  }
  return broken > (broken + foreign) * share;
}

/** Bytes beyond ASCII that no text in another encoding has by chance as UTF-8 has them. */
const MANY = 24;

function foreignBytes(body: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < body.length && count < MANY; at++) if ((body[at] ?? 0) > 0x7f) count++;
  return count;
}

/** Whether the bytes speak against what was declared, in the two ways that are common and certain. */
function isRefuted(encoding: string, body: Uint8Array): boolean {
  if (encoding === 'utf-8') return isBrokenUtf8(body) || (escaped(body) !== null && isAscii(body));
  // Servers add `charset=iso-8859-1` to whatever they send; templates keep the encoding that a site had before.
  return isWholeUtf8(body) && (encoding === 'windows-1252' || foreignBytes(body) >= MANY);
}

/** Bytes whose NULs tell UTF-16, and the part of the letters that have one at least. */
const UTF16_BYTES = 1024;
const UTF16_SHARE = 0.2;

/** UTF-16 without a byte order mark, by letters of ASCII, which have a NUL beside them, all on the same side: the first `<` of markup or many. */
export function unmarkedUtf16(body: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (body[0] === 0x3c && body[1] === 0) return 'utf-16le';
  if (body[0] === 0 && body[1] === 0x3c) return 'utf-16be';
  if (body.length % 2 === 1) return null;
  const end = Math.min(body.length, UTF16_BYTES);
  const nuls = [0, 0];
  for (let at = 0; at < end; at++)
    if (body[at] === 0) {
      const beside = body[at ^ 1] ?? 0;
      if (beside < 0x20 && (beside < 0x09 || beside > 0x0d)) return null;
      nuls[at & 1] = (nuls[at & 1] ?? 0) + 1;
    }
  const [before = 0, after = 0] = nuls;
  if (Math.max(before, after) <= (UTF16_SHARE * end) / 2 || Math.min(before, after) > 0) return null;
  return before > 0 ? 'utf-16be' : 'utf-16le';
}

function chooseEncoding(body: Uint8Array, contentType: string | undefined): Omit<Decoded, 'text'> {
  if (isUtf32(body)) return { encoding: 'replacement', source: 'bom' };
  // Without a header or prescan bytes the sniffer sees the byte order mark and an XML declaration only.
  const header = labelToName(charsetOf(contentType) ?? '')?.toLowerCase();
  const bom = /^(?:\xef\xbb\xbf|\xfe\xff|\xff\xfe)/.exec(String.fromCharCode(...body.subarray(0, 3)));
  if (bom !== null) return { encoding: metaOf(body, 0) ?? 'utf-8', source: 'bom' };
  const wide = unmarkedUtf16(body);
  if (wide !== null) return { encoding: wide, source: 'guess' };
  if (header !== undefined && !isRefuted(header, body)) return { encoding: header, source: 'header' };
  const meta = metaOf(body, 1024);
  if (meta !== null && !isRefuted(meta, body)) return { encoding: meta, source: 'meta' };
  if (isTellingUtf8(body)) return { encoding: 'utf-8', source: 'utf-8' };
  const late = metaOf(body, LATE_META_BYTES);
  if (late !== null && !isRefuted(late, body)) return { encoding: late, source: 'meta' };
  const guess = detectEncoding(body);
  if (guess !== null) return { encoding: guess, source: 'guess' };
  return { encoding: isUtf8(body) ? 'utf-8' : 'windows-1252', source: 'none' };
}

/**
 * Bytes of a page to text: byte order mark, header, meta element, then what the bytes themselves tell (HTML §13.2.3.2), with two
 * exceptions for declarations that the bytes refute. Never throws. UTF-7, HZ, ISO-2022-CN, ISO-2022-KR and UTF-32 are never decoded, for a
 * filter before us would not have seen their markup (Encoding Standard §4.2, `replacement`).
 */
export function decodeBody(body: Uint8Array, contentType: string | undefined): Decoded {
  const { encoding, source } = chooseEncoding(body, contentType);
  if (encoding === 'replacement') return { text: '\uFFFD', encoding, source };
  return { text: new TextDecoder(encoding).decode(body), encoding, source };
}
