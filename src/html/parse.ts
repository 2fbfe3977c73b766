import type { HtmlDocument } from './document.ts';
import { Tokenizer } from './tokenizer.ts';
import { TreeBuilder } from './tree-builder.ts';
import type { Watch } from './watch.ts';

export type { HtmlDocument } from './document.ts';
export type { Watch } from './watch.ts';

/** Types of pages that browsers read as XML. */
const XML_TYPE = /^\s*(?:application\/xhtml\+xml|(?:application|text)\/xml)\s*(?:[;,]|$)/i;

/** Whether a page of such a Content-Type is read by the rules of XML. */
export const isXmlType = (contentType: string | undefined): boolean => contentType !== undefined && XML_TYPE.test(contentType);

/** What a tree may cost; beyond, a page is flattened or cut, never refused. */
export interface TreeLimits {
  /** Elements within elements; deeper ones lose their tags and keep their text. */
  readonly depth: number;
  /** Of one element; the others are left out. */
  readonly attributes: number;
  /** Elements and texts together; the rest of the page is left out. */
  readonly nodes: number;
}

/** As deep as Readability reads on a full DOM in about a second; real pages keep within a tenth of it. */
const LIMITS: TreeLimits = { depth: 200, attributes: 256, nodes: 200_000 };

/**
 * HTML as a light tree (domhandler nodes, which css-select and domutils understand), in linear time, bounded in depth, attributes and
 * nodes; entities decoded, comments left out. Fetches and runs nothing. Never throws. `watch` looks on. With `isXml`, what closes itself is closed
 * and CDATA is text, as in XML; what is broken is mended as in HTML all the same.
 */
export function parseHtml(html: string, limits: Partial<TreeLimits> = {}, watch: Watch | null = null, isXml = false): HtmlDocument {
  const { depth, attributes, nodes } = { ...LIMITS, ...limits };
  const builder = new TreeBuilder(html, depth, nodes, watch, isXml);
  new Tokenizer(html, builder, attributes, isXml).run();
  return builder.finish();
}
