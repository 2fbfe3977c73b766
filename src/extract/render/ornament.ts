import { type ChildNode, type Element, isTag, isText, type ParentNode } from 'domhandler';
import { isHidden, silent } from '../elements.ts';

const ORNAMENT =
  /(?:^|\s)(?:mw-editsection|ltx_note_mark|ltx_tag_note|margin-toggle|jp-(?:In|Out)putPrompt|(?:in|out)put_prompt|prompt highlight-none|modern-footnotes-footnote|material-icons(?:-\w+)?|material-symbols-\w+|CodeMirror-measure)(?:\s|$)/;

/** Words for those who hear a page instead of seeing it, by the names that style sheets give to what they move out of sight. */
const UNSEEN = /(?:^|\s)(?:sr-only|visually-?hidden|screen-reader-(?:text|only)|show-for-sr|element-invisible|a11y-hidden)(?:\s|$)/i;

/** A table says more than the words around it: it stands for a chart. */
const isNamedUnseen = ({ name, attribs }: Element): boolean => name !== 'table' && UNSEEN.test(attribs['class'] ?? '');

/** What holds more nodes shows something. */
const MOST_NODES = 200;

/** Whether something in an element can be read by those who see it. */
const shows = (element: ParentNode, budget = { left: MOST_NODES }): boolean =>
  element.children.some((node) => {
    budget.left -= 1;
    return budget.left < 0 || isShown(node, budget);
  });

const isShown = (node: ChildNode, budget: { left: number }): boolean =>
  isText(node)
    ? node.data.trim() !== ''
    : isTag(node) && !silent.has(node.name) && !isHidden(node) && !isNamedUnseen(node) && shows(node, budget);

/** How far away, in nodes beside it, the same is shown that unseen words say. */
const NEAR = 8;

const isFromEar = (node: ChildNode): boolean =>
  isTag(node) && !silent.has(node.name) && (node.attribs['aria-hidden'] ?? 'false') !== 'false' && shows(node);

/** Whether what is shown beside an element is hidden from those who hear the page, so that its unseen words stand for it. */
function standsForShown({ prev, next }: Element): boolean {
  let [before, after] = [prev, next];
  for (let i = 0; i < NEAR; i += 1) {
    if ((before !== null && isFromEar(before)) || (after !== null && isFromEar(after))) return true;
    before = before?.prev ?? null;
    after = after?.next ?? null;
  }
  return false;
}

/** Whether words are for those who hear the page alone, beside others that are seen and heard. */
export const isUnseen = (element: Element): boolean =>
  isNamedUnseen(element) && element.parent !== null && shows(element.parent) && !standsForShown(element);

/** What stands in a text and says nothing of it: links for editors, icons that a font draws from words, marks that a note repeats, numbers of a notebook's cells, dialogs and popovers that are not open, letters that an editor measures. */
export const isOrnament = (element: Element): boolean =>
  ORNAMENT.test(element.attribs['class'] ?? '') ||
  isUnseen(element) ||
  (element.name === 'div' && element.attribs['popover'] !== undefined) ||
  (element.name === 'dialog' && element.attribs['open'] === undefined);
