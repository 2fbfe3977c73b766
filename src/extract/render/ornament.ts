import type { Element } from 'domhandler';

const ORNAMENT =
  /(?:^|\s)(?:mw-editsection|ltx_note_mark|ltx_tag_note|margin-toggle|modern-footnotes-footnote|material-icons(?:-\w+)?|material-symbols-\w+|CodeMirror-measure)(?:\s|$)/;

/** Words for those who hear a page instead of seeing it, by the names that style sheets give to what they move out of sight. */
const UNSEEN = /(?:^|\s)(?:sr-only|visually-?hidden|screen-reader-(?:text|only)|show-for-sr|element-invisible|a11y-hidden)(?:\s|$)/i;

export const isUnseen = ({ attribs }: Element): boolean => UNSEEN.test(attribs['class'] ?? '');

/** What stands in a text and says nothing of it: links for editors, icons that a font draws from words, marks that a note repeats, dialogs that are not open, letters that an editor measures. */
export const isOrnament = (element: Element): boolean =>
  ORNAMENT.test(element.attribs['class'] ?? '') ||
  isUnseen(element) ||
  (element.name === 'dialog' && element.attribs['open'] === undefined);
