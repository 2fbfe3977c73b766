import { isTag, isText, type AnyNode, type Element } from 'domhandler';
import { namesOtherType } from './place.ts';
import { plainText } from './words/pattern.ts';
import { stemsOfRights } from './words/stems.ts';

/** What is read as one. */
interface Passage {
  readonly element: Element;
  readonly text: string;
}

/** Notices of rights are shorter. */
export const longestPassage = 1500;
/** Lines of one block that are read, and their characters together. */
const mostLoose = { lines: 40, characters: 2 * longestPassage };

/** Not the page's own words. */
const unread: ReadonlySet<string> = new Set('script style pre code q blockquote figure textarea select'.split(' '));

/** What ends a line of loose text. */
const blocks: ReadonlySet<string> = new Set(
  'p li div td th dd dt footer section article main header body center address aside form ul ol dl table tr nav hr h1 h2 h3 h4 h5 h6'.split(
    ' ',
  ),
);

/** A block as one where it is as short as notices are; of another, as a page's frame, what stands loose in it. */
export function passagesOf(block: Element): readonly Passage[] {
  const text = textOf(block);
  return text === null ? looseIn(block) : [{ element: block, text }];
}

/** The text of a block, or null when it is longer than notices are, or says that it is of something else. */
function textOf(block: Element): string | null {
  let text = '';
  const stack: AnyNode[] = [block];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (isText(node)) text += node.data;
    else if (isTag(node) && (node === block || !unread.has(node.name))) {
      if (namesOtherType(node)) return null;
      push(stack, node);
      if (node.name === 'br' || blocks.has(node.name)) text += ' ';
    }
    if (text.length > 2 * longestPassage || stack.length > longestPassage) return null;
  }
  const plain = plainText(text);
  return plain.length > longestPassage ? null : plain;
}

/** Lines between the blocks of a block that speak of rights, each with the element that its words begin in. */
function looseIn(block: Element): readonly Passage[] {
  const found: Passage[] = [];
  let [text, broken, other] = ['', false, false];
  let element: Element | null = null;
  const end = (): void => {
    if (element !== null && !other && text.length <= 2 * longestPassage && stemsOfRights.isIn(text)) found.push({ element, text });
    [text, broken, other, element] = ['', false, false, null];
  };
  const stack: AnyNode[] = [];
  push(stack, block);
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (isText(node)) {
      const blank = node.data.trim() === '';
      broken &&= blank;
      if (!blank && node.parent !== null && isTag(node.parent)) element ??= node.parent;
      if (text.length <= 2 * longestPassage) text += node.data;
    } else if (isTag(node) && blocks.has(node.name)) end();
    else if (isTag(node) && node.name === 'br') {
      // Two of them are the end of a paragraph.
      if (broken) end();
      else [text, broken] = [`${text} `, true];
    } else if (isTag(node) && !unread.has(node.name)) {
      other ||= namesOtherType(node);
      push(stack, node);
    }
  }
  end();
  // The site's own stand at the end.
  const read: Passage[] = [];
  let left = mostLoose.characters;
  for (const passage of found.slice(-mostLoose.lines).toReversed()) {
    const plain = plainText(passage.text);
    if (plain.length > longestPassage) continue;
    left -= plain.length;
    if (left < 0) break;
    read.push({ element: passage.element, text: plain });
  }
  return read.toReversed();
}

function push(stack: AnyNode[], { children }: Element): void {
  for (let i = children.length - 1; i >= 0; i -= 1) {
    const child = children[i];
    if (child !== undefined) stack.push(child);
  }
}
