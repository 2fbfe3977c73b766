import { type HtmlDocument, isXmlType, parseHtml, type Watch } from '../html/parse.ts';
import type { Drop, Step } from '../records.ts';
import { decodeBody } from '../text/charset.ts';
import { type FrontMatter, frontMatterOf } from '../text/front-matter.ts';
import { isBinary, mediaTypeOf } from './media-type.ts';

/** A body that has become text, and a tree if it is HTML. */
export interface OpenedPage {
  readonly mediaType: string;
  readonly text: string;
  /** Empty for what was text from the start. */
  readonly body: Uint8Array;
  readonly document: HtmlDocument | null;
  /** What a Markdown file says before its text begins, if anything. */
  readonly frontMatter: FrontMatter | null;
}

const dropped = (rule: string, because: string): { kept: false; drop: Drop } => ({ kept: false, drop: { stage: 'decode', rule, because } });

const treeOf = (mediaType: string, text: string, watch: Watch | null, isXml: boolean): HtmlDocument | null =>
  mediaType === 'text/html' ? parseHtml(text, {}, watch, isXml) : null;

const nothing = new Uint8Array(0);

/** Text that needs no decoding, as `openPage` would give it. */
export const openText = (text: string, mediaType = 'text/html', watch: Watch | null = null, isXml = false): OpenedPage => ({
  mediaType,
  text,
  body: nothing,
  document: treeOf(mediaType, text, watch, isXml),
  frontMatter: /^text\/(?:x-)?markdown$/.test(mediaType) ? frontMatterOf(text) : null,
});

/**
 * Decodes a body and parses it once, for everyone who reads it. `isReadable` says which media types anybody can use; the others are dropped
 * undecoded. `watch` looks on while it is parsed.
 */
export function openPage(
  body: Uint8Array,
  contentType: string | undefined,
  isReadable: (mediaType: string) => boolean,
  watch: Watch | null = null,
): Step<OpenedPage> {
  const mediaType = mediaTypeOf(body, contentType);
  if (!isReadable(mediaType)) return dropped('unsupported-type', mediaType);
  if (isBinary(mediaType)) return { kept: true, record: { ...openText('', mediaType), body } };
  const { text, encoding } = decodeBody(body, contentType);
  if (encoding === 'replacement')
    return dropped('unsupported-encoding', `${contentType ?? 'no Content-Type'}: not an encoding that may be decoded`);
  return { kept: true, record: { ...openText(text, mediaType, watch, isXmlType(contentType)), body } };
}
