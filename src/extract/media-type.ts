import { unmarkedUtf16 } from '../text/charset.ts';

/** First bytes that name a type, after MIME Sniffing §6; a declared text type does not make a picture text. */
const magic: readonly (readonly [prefix: string, mediaType: string])[] = [
  ['%PDF-', 'application/pdf'],
  ['%!PS-Adobe-', 'application/postscript'],
  ['PK\x03\x04', 'application/zip'],
  ['\x1f\x8b\x08', 'application/gzip'],
  ['Rar!\x1a\x07', 'application/x-rar-compressed'],
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['\xff\xd8\xff', 'image/jpeg'],
  ['GIF87a', 'image/gif'],
  ['GIF89a', 'image/gif'],
  ['\xd0\xcf\x11\xe0', 'application/x-ole-storage'],
];

const HTML_START =
  /^\s*<(?:!--|(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|meta|link|main|article|section)(?=[\s>/]))/i;
const XHTML_ROOT = /<html\b[^>]*xmlns\s*=\s*["']http:\/\/www\.w3\.org\/1999\/xhtml/i;
const BINARY = /[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]/;
const UTF16_MARK = /^(?:\xfe\xff|\xff\xfe)/;
const UTF16_CHARSET = /;\s*charset\s*=\s*["']?utf-16/i;
const GENERIC_XML = ['text/xml', 'application/xml'];
/** The root element, behind the declarations and comments that may stand before it. */
const ROOT = /^\s*(?:<(?:[?]|![a-z])[^>]*>\s*|<!--(?:(?!-->)[^])*-->\s*)*<((?:\w+:)?\w+)\b([^>]*)/i;
const JSON_FEED = /^\s*\{[^]*"version"\s*:\s*"https?:\\?\/\\?\/(?:www\.)?jsonfeed\.org\\?\/version\\?\/1/;
const TEXT = ['text/plain', 'text/markdown', 'text/x-markdown'];
const UNTOLD = ['', 'unknown/unknown', 'application/unknown', '*/*'];

/** Essence of a Content-Type, lower case; empty when there is none or it is malformed. */
const essenceOf = (contentType: string | undefined): string =>
  /^\s*([\w!#$&^.+-]+\/[\w!#$&^.+-]+|\*\/\*)\s*(?:[;,]|$)/.exec(contentType ?? '')?.[1]?.toLowerCase() ?? '';

/** The media type of a feed that is sent as XML or HTML, or null (MIME Sniffing §7.3, RFC 4287 §2, RSS 1.0 §5.2). */
function feedType(start: string): string | null {
  const [, root = '', attributes = ''] = ROOT.exec(start) ?? [];
  if (root === 'rss') return 'application/rss+xml';
  if (/^(?:\w+:)?feed$/.test(root) && attributes.includes('http://www.w3.org/2005/Atom')) return 'application/atom+xml';
  if (root === 'rdf:RDF' && attributes.includes('http://purl.org/rss/1.0/')) return 'application/rdf+xml';
  return null;
}

function sniff(start: string): string {
  if (HTML_START.test(start)) return 'text/html';
  if (/^\s*<\?xml/.test(start)) return XHTML_ROOT.test(start) ? 'text/html' : (feedType(start) ?? 'text/xml');
  return BINARY.test(start) ? 'application/octet-stream' : 'text/plain';
}

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
/** The end of a zip archive that names its files. */
const DIRECTORY_BYTES = 65_536;

/** A zip archive with the main part of a Word document in it is one, whatever it is called. */
function zipType(body: Uint8Array): string {
  const end = Buffer.from(
    body.buffer,
    body.byteOffset + Math.max(0, body.length - DIRECTORY_BYTES),
    Math.min(body.length, DIRECTORY_BYTES),
  );
  return end.includes('word/document.xml') ? DOCX : 'application/zip';
}

/** Media that no text decoder is to touch. */
export const isBinary = (mediaType: string): boolean => mediaType === 'application/pdf' || mediaType === DOCX;

/** What a body is: the declared type unless its first bytes belie it, else what these look like (MIME Sniffing §7). */
export function mediaTypeOf(body: Uint8Array, contentType: string | undefined): string {
  const declared = essenceOf(contentType);
  const bytes = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, 1445)).toString('latin1');
  const start = bytes.replace(/^\xef\xbb\xbf/, '');
  const known = magic.find(([prefix]) => start.startsWith(prefix));
  if (known?.[1] === 'application/zip') return declared === DOCX ? DOCX : zipType(body);
  if (known !== undefined) return known[1];
  if (declared === 'application/xhtml+xml') return 'text/html';
  if (GENERIC_XML.includes(declared)) return XHTML_ROOT.test(start) ? 'text/html' : (feedType(start) ?? declared);
  if (declared === 'text/html') return feedType(start) ?? declared;
  if (declared === 'application/json') return JSON_FEED.test(start) ? 'application/feed+json' : declared;
  if (UNTOLD.includes(declared)) return sniff(start);
  const isText = !BINARY.test(start) || UTF16_MARK.test(start) || UTF16_CHARSET.test(contentType ?? '') || unmarkedUtf16(body) !== null;
  if (TEXT.includes(declared) && !isText) return 'application/octet-stream';
  return declared;
}
