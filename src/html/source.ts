import type { AnyNode, Element } from 'domhandler';
import { HtmlDocument } from './document.ts';

/** Where an element stands in its page. */
export interface Position {
  /** From 1; of the decoded page. */
  readonly line: number;
  /** Its start tag, as the page writes it. */
  readonly tag: string;
}

/** A start tag longer than this is cut. */
const longestTag = 500;
const startTag = /<[^\s>]*(?:"[^"]*"|'[^']*'|[^'">])*>/y;

/** Null for an element that its page does not write, or that stands in no page. */
export function positionOf(element: Element): Position | null {
  let root: AnyNode = element;
  while (root.parent !== null) root = root.parent;
  const at = element.startIndex;
  if (!(root instanceof HtmlDocument) || at === null) return null;
  const { source } = root;
  const text = source.slice(at, at + longestTag);
  startTag.lastIndex = 0;
  return { line: root.lineAt(at), tag: startTag.exec(text)?.[0] ?? text };
}
