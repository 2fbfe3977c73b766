import { type ChildNode, type Element, isTag, isText, type ParentNode } from 'domhandler';
import { isHidden, silent } from '../elements.ts';

const ORNAMENT =
  /(?:^|\s)(?:mw-editsection|ltx_note_mark|ltx_tag_note|margin-toggle|modern-footnotes-footnote|material-icons(?:-\w+)?|material-symbols-\w+|CodeMirror-measure)(?:\s|$)/;

/** Words for those who hear a page instead of seeing it, by the names that style sheets give to what they move out of sight. */
const UNSEEN = /(?:^|\s)(?:sr-only|visually-?hidden|screen-reader-(?:text|only)|show-for-sr|element-invisible|a11y-hidden)(?:\s|$)/i;

/** A table says more than the words around it: it stands for a chart. */
const isNamedUnseen = ({ name, attribs }: Element): boolean => name !== 'table' && UNSEEN.test(attribs['class'] ?? '');

const showing = new WeakMap<ParentNode, boolean>();

/** Whether something in an element can be read by those who see it. */
function shows(element: ParentNode): boolean {
  const known = showing.get(element) ?? element.children.some(isShown);
  showing.set(element, known);
  return known;
}

const isShown = (node: ChildNode): boolean =>
  isText(node) ? node.data.trim() !== '' : isTag(node) && !silent.has(node.name) && !isHidden(node) && !isNamedUnseen(node) && shows(node);

const hiding = new WeakMap<ParentNode, boolean>();

/** Whether what is shown in an element is hidden from those who hear it, so that the unseen words stand for it. */
function hidesFromEar(element: ParentNode): boolean {
  const isFromEar = (node: ChildNode): boolean =>
    isTag(node) && !silent.has(node.name) && (node.attribs['aria-hidden'] ?? 'false') !== 'false' && shows(node);
  const known = hiding.get(element) ?? element.children.some(isFromEar);
  hiding.set(element, known);
  return known;
}

/** Whether words are for those who hear the page alone, beside others that are seen and heard. */
export const isUnseen = (element: Element): boolean =>
  isNamedUnseen(element) && element.parent !== null && shows(element.parent) && !hidesFromEar(element.parent);

/** What stands in a text and says nothing of it: links for editors, icons that a font draws from words, marks that a note repeats, dialogs that are not open, letters that an editor measures. */
export const isOrnament = (element: Element): boolean =>
  ORNAMENT.test(element.attribs['class'] ?? '') ||
  isUnseen(element) ||
  (element.name === 'dialog' && element.attribs['open'] === undefined);
