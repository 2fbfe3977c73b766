import { type ChildNode, type Element, isTag, isText } from 'domhandler';
import { blocks, isHidden } from '../elements.ts';
import { mendLine } from '../mend.ts';
import type { PageName } from './page-name.ts';
import { compact, wordListOf } from './words.ts';

/** Texts of a heading in which a part is looked for. */
const MAX_TEXTS = 20;

const textsIn = (element: Element): string[] =>
  element.children.flatMap((node) => (isText(node) ? [node.data] : isTag(node) ? textsIn(node) : []));

/** The text of an element on one line, with a space where its markup breaks a line. */
function lineOf(element: Element): string | null {
  let text = '';
  const read = (nodes: readonly ChildNode[]): void => {
    for (const node of nodes) {
      if (isText(node)) text += node.data;
      else if (isTag(node) && node.name !== 'script' && node.name !== 'style' && !isHidden(node)) {
        const breaks = node.name === 'br' || blocks.has(node.name);
        if (breaks) text += ' ';
        read(node.children);
        if (breaks) text += ' ';
      }
    }
  };
  read(element.children);
  return mendLine(text);
}

/** The text of a heading without the marks that it wears beside its words: `¶`, `#`, an icon. */
export const headingText = (heading: Element): string | null => mendLine(lineOf(heading)?.replace(/\s*[¶#🔗\p{Co}]\s*$/u, ''));

/** The part of a heading that the page is called by, where its markup sets that off from what else it wears: a label, a date, a count. */
function calledPart(texts: readonly string[], names: readonly PageName[]): string | null {
  const wanted = new Set(names.flatMap(({ letters, own }) => [letters, compact(own)]));
  for (let from = 0; from < texts.length; from += 1) {
    for (let to = texts.length; to > from; to -= 1) {
      const part = texts.slice(from, to).join('');
      if (to - from < texts.length && wanted.has(compact(part))) return mendLine(part);
    }
  }
  return null;
}

const isInCapitals = (text: string): boolean => text === text.toUpperCase() && text !== text.toLowerCase();

/** What a heading calls the page; as a name writes it, where markup has the heading in pieces or the heading is in capitals. */
export function calledBy(heading: Element, names: readonly PageName[]): string | null {
  const texts = textsIn(heading);
  const text = (texts.length > MAX_TEXTS ? null : calledPart(texts, names)) ?? headingText(heading);
  if (text === null || (texts.filter((each) => each.trim() !== '').length === 1 && !isInCapitals(text))) return text;
  const letters = compact(text);
  const { length } = wordListOf(text);
  const written = names.flatMap(({ forms }) => forms).find((form) => compact(form) === letters);
  return written !== undefined && !isInCapitals(written) && wordListOf(written).length >= length ? written : text;
}
