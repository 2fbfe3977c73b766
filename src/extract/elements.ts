import { type ChildNode, type Element, isTag, isText } from 'domhandler';

/** Elements that stand on lines of their own (HTML rendering §15.3). */
export const blocks: ReadonlySet<string> = new Set(
  `address article aside blockquote body caption center details dd dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6
   header hgroup hr html legend li main menu nav ol p plaintext pre search section summary table tbody tfoot thead tr ul xmp`.split(/\s+/),
);

/** Elements whose content is never prose: code, controls, pictures, other documents, and the reading aids over ruby text. */
export const silent: ReadonlySet<string> = new Set(
  `script style template noscript svg iframe frame object embed applet canvas audio video map head title link meta base
   button select textarea datalist input rp rt`.split(/\s+/),
);

/** Elements that never have an end tag (HTML §13.1.2). */
export const voids: ReadonlySet<string> = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));

/** Zero in any unit, written in any length. */
const ZERO = String.raw`(?:0+(?:\.0*)?|\.0+)[a-z%]*\s*(?:;|!|$)`;
const HIDING_STYLE = new RegExp(
  String.raw`(?:^|;)\s*(?:display\s*:\s*none|(?:content-)?visibility\s*:\s*hidden|visibility\s*:\s*collapse|(?:opacity|font-size)\s*:\s*${ZERO}|(?:text-indent|left|top)\s*:\s*-\d{4,}px)`,
  'i',
);

/** Whether a reader of the rendered page would not see the element, as far as its own markup tells. */
export function isHidden(element: Element): boolean {
  const { hidden, style } = element.attribs;
  if (hidden !== undefined && hidden.toLowerCase() !== 'until-found') return true;
  if (element.attribs['aria-hidden']?.toLowerCase() === 'true') return true;
  return style !== undefined && HIDING_STYLE.test(style);
}

/** Whether an element is of a page's own making, so that its name does not tell whether it stands on lines of its own. */
export const isMadeUp = ({ name }: Element): boolean => name.includes('-') && name !== 'mjx-container';

/** Elements that hold nothing but a line. */
const lines: ReadonlySet<string> = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'dt', 'summary']);

/** Whether a node is a text with letters or figures. */
export const isWords = (node: ChildNode | null): boolean => node !== null && isText(node) && /[\p{L}\p{N}]/u.test(node.data);

/** Whether an element stands in a line, by what is around it. */
export const standsInLine = ({ parent, prev, next }: Element): boolean =>
  isWords(prev) || isWords(next) || (parent !== null && isTag(parent) && lines.has(parent.name));
