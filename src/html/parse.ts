import type { HtmlDocument } from './document.ts';
import { Tokenizer } from './tokenizer.ts';
import { TreeBuilder } from './tree-builder.ts';
import type { Watch } from './watch.ts';

export type { HtmlDocument } from './document.ts';
export type { Watch } from './watch.ts';

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
 * nodes; entities decoded, comments left out. Fetches and runs nothing. Never throws. `watch` looks on.
 */
export function parseHtml(html: string, limits: Partial<TreeLimits> = {}, watch: Watch | null = null): HtmlDocument {
  const { depth, attributes, nodes } = { ...LIMITS, ...limits };
  const builder = new TreeBuilder(html, depth, nodes, watch);
  new Tokenizer(html, builder, attributes).run();
  return builder.finish();
}
