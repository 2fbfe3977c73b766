import { Tokenizer } from 'htmlparser2';
import type { HtmlDocument } from './document.ts';
import { TreeBuilder, type TreeLimits } from './tree-builder.ts';

export type { HtmlDocument } from './document.ts';
export type { TreeLimits } from './tree-builder.ts';

/** As deep as Readability reads on a full DOM in about a second; real pages keep within a tenth of it. */
const LIMITS: TreeLimits = { depth: 200, attributes: 256, nodes: 200_000 };

const CDATA = '<![CDATA[';
/** The same number of characters, and always a bogus comment. */
const NO_CDATA = '<!CDATA[[';

/** A frame that writes no end tag: what follows would be its content, though a browser that runs scripts reads no tags in a `noscript`. */
const OPEN_FRAME = /<iframe(?=[^<>]*\/>\s*<\/noscript)/gi;
/** The same number of characters, and an element without content. */
const CLOSED_FRAME = '<embed ';

/**
 * HTML as a light tree (domhandler nodes, which css-select and domutils understand), in linear time, bounded in depth, attributes and
 * nodes; entities decoded, comments left out. Fetches and runs nothing. Never throws.
 */
export function parseHtml(html: string, limits: Partial<TreeLimits> = {}): HtmlDocument {
  const builder = built(html, { ...LIMITS, ...limits });
  return builder.hasOpenFrame ? built(html.replace(OPEN_FRAME, CLOSED_FRAME), { ...LIMITS, ...limits }).document : builder.document;
}

function built(html: string, limits: TreeLimits): TreeBuilder {
  let tokenizer: Tokenizer | null = null;
  const builder = new TreeBuilder(html, limits, () => tokenizer?.pause());
  tokenizer = new Tokenizer({ decodeEntities: true }, builder);
  // The tokenizer takes CDATA anywhere and reads on to `]]>`, perhaps to the end of the page. Outside SVG and MathML it is a bogus comment
  // that ends at the next `>` (HTML standard §13.2.5.42), so there the tokenizer is shown one; what it finds is cut from the page itself.
  const lastEnd = html.lastIndexOf(']]>');
  let from = 0;
  for (let at = html.indexOf(CDATA); at >= 0 && tokenizer.running; at = html.indexOf(CDATA, at + CDATA.length)) {
    tokenizer.write(html.slice(from, at));
    tokenizer.write(builder.isInForeignContext() && at < lastEnd ? CDATA : NO_CDATA);
    from = at + CDATA.length;
  }
  if (tokenizer.running) tokenizer.write(html.slice(from));
  if (tokenizer.running) tokenizer.end();
  builder.onend();
  return builder;
}
