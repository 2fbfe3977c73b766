/**
 * robots.txt is compared octet by octet (RFC 9309 §2.2.2), so the parser works on "octet strings": one character per byte, 0 to 255.
 * That keeps lengths exact and lets files that are not UTF-8 still name their own paths.
 */

/** A body as an octet string, without its byte order mark. UTF-16 is recognised by its mark alone. */
export function toOctets(body: string | Uint8Array): string {
  if (typeof body === 'string') return Buffer.from(body.charCodeAt(0) === 0xfeff ? body.slice(1) : body, 'utf8').toString('latin1');
  const utf16 = body[0] === 0xff && body[1] === 0xfe ? 'utf-16le' : body[0] === 0xfe && body[1] === 0xff ? 'utf-16be' : null;
  if (utf16 !== null) return toOctets(new TextDecoder(utf16).decode(body));
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1', markLength(body));
}

/** Like Google's parser we also skip a mark of which only the beginning came. */
function markLength(body: Uint8Array): number {
  if (body[0] !== 0xef) return 0;
  if (body[1] !== 0xbb) return 1;
  return body[2] === 0xbf ? 3 : 2;
}

/** For people: an octet string read as UTF-8. */
export function fromOctets(octets: string): string {
  // oxlint-disable-next-line no-control-regex
  return /^[\x00-\x7f]*$/.test(octets) ? octets : Buffer.from(octets, 'latin1').toString('utf8');
}

const asciiSpace = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d);

/** Spaces beyond ASCII that editors leave behind, as UTF-8 octets: no-break, ideographic, en quad to zero width, byte order mark. */
const wideSpaces = [
  '\xc2\xa0',
  '\xe3\x80\x80',
  '\xef\xbb\xbf',
  ...Array.from({ length: 12 }, (_, i) => `\xe2\x80${String.fromCharCode(0x80 + i)}`),
];

/** Trims ASCII white space, and with `wide` the spaces of other scripts, which would else hide a rule. */
export function trimOctets(octets: string, wide: boolean): string {
  let start = 0;
  let end = octets.length;
  for (;;) {
    while (start < end && asciiSpace(octets.charCodeAt(start))) start += 1;
    while (end > start && asciiSpace(octets.charCodeAt(end - 1))) end -= 1;
    // Those spaces begin and end with octets beyond ASCII, which lines seldom do.
    if (!wide || (octets.charCodeAt(start) < 0x80 && octets.charCodeAt(end - 1) < 0x80)) return octets.slice(start, end);
    const before = end - start;
    for (const space of wideSpaces) {
      if (start + space.length <= end && octets.startsWith(space, start)) start += space.length;
      if (start + space.length <= end && octets.endsWith(space, end)) end -= space.length;
    }
    if (end - start === before) return octets.slice(start, end);
  }
}
