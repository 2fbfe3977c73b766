import { type ChildNode, type Element, isTag, isText } from 'domhandler';
import type { HtmlDocument } from '../html/document.ts';
import { folded } from './units.ts';

/** What of a page can be read, furniture and all, folded, and where its links stand in it. */
export interface VisibleText {
  readonly text: string;
  /** Beginning and end of what stands within each `a` and `area`. */
  readonly spans: ReadonlyMap<Element, readonly [start: number, end: number]>;
}

const UNSEEN: ReadonlySet<string> = new Set(['head', 'script', 'style', 'template', 'noscript', 'svg']);
/** Between the letters of these and of what stands around them there is no space. */
const INLINE: ReadonlySet<string> = new Set(
  'a abbr b bdi bdo cite code data dfn em font i kbd mark q ruby s samp small span strong sub sup time u var wbr'.split(' '),
);

export function visibleText(document: HtmlDocument): VisibleText {
  const spans = new Map<Element, readonly [number, number]>();
  let text = '';
  const visit = (nodes: readonly ChildNode[]): void => {
    for (const node of nodes) {
      if (isText(node)) text += folded(node.data);
      if (!isTag(node) || UNSEEN.has(node.name)) continue;
      const isInline = INLINE.has(node.name);
      if (!isInline) text += '\n';
      const start = text.length;
      // Pictures say what they show.
      if (node.attribs['alt'] !== undefined) text += folded(node.attribs['alt']);
      visit(node.children);
      if (node.name === 'a' || node.name === 'area') spans.set(node, [start, text.length]);
      if (!isInline) text += '\n';
    }
  };
  visit(document.children);
  return { text, spans };
}
