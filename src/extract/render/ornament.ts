import type { Element } from 'domhandler';

const ORNAMENT =
  /(?:^|\s)(?:mw-editsection|ltx_note_mark|ltx_tag_note|material-icons(?:-\w+)?|material-symbols-\w+|CodeMirror-measure)(?:\s|$)/;

/** What stands in a text and says nothing of it: links for editors, icons that a font draws from words, marks that a note repeats, letters that an editor measures. */
export const isOrnament = ({ attribs }: Element): boolean => ORNAMENT.test(attribs['class'] ?? '');
