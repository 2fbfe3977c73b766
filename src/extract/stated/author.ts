import { type Element, isTag, isText } from 'domhandler';
import { mendLine } from '../mend.ts';
import { nameOf } from '../metadata.ts';
import { monthOf } from './months.ts';

/** Names that mark the one who wrote; in a class they are a hint of where a name may stand. */
const AUTHOR_CLASS =
  /(?:^|[\s_-])(?:author|byline|by-line|writer|contributor)(?:[\s_-]*(?:name|link|title))?(?:$|[\s_-])|(?:author|byline)-?_?name/i;
const ELSEWHERE = /(?:^|[\s_-])(?:comments?|comment-list|related|sidebar|widget|footer|bookmark|recommend\w*)(?:$|[\s_-])/i;
const MAX_LETTERS = 80;

/** Words that introduce a name, in many languages; what follows them on the line is the name. */
const INTRODUCED =
  /^(?:(?:written|posted|authored|published|words|text|story|article|reviewed)\s+by|by|von|por|par|di|door|av|af|автор|текст|autor(?:a|in)?|auteur|autore|author|yazar|tác giả|penulis|ผู้เขียน|作者|文|撰文|記者|记者|著者|筆者|執筆|글|기자|بقلم|الكاتب|نویسنده)\s*(?:[:：／/|]\s*|\s+|(?=\p{Script=Han}))/iu;

const surroundings = (element: Element): string => {
  let names = '';
  for (let up = element.parent; up !== null; up = up.parent)
    if (isTag(up))
      names += ` ${up.name === 'footer' || up.name === 'aside' ? 'footer' : ''} ${up.attribs['class'] ?? ''} ${up.attribs['id'] ?? ''}`;
  return names;
};

/** `By` and its like alone, with the name in an element of its own after it. */
const INTRODUCTION = /^(?:(?:written|posted|authored|published)\s+)?(?:by|von|por|par|di|door|автор|作者|文|記者|著者|by line)\s*[:：]?$/i;
/** What stands after a reporter's name. */
const REPORTER = /\s*(?:기자|記者|记者)$/;
const TRADE = /^(?:updated|published|posted|last|reviewed|edited|medically|fact|read|share|min)\b/i;

/** A name as a line may hold it: without what introduces it, and without the date, the trade or the office that follows. */
export function nameIn(line: string): string | null {
  const text =
    mendLine(line)
      ?.replace(/^(?:(?:written|posted|recipe|story|photos?)\s+)?by(?=\p{Lu}\p{Ll})/iu, '')
      .replace(INTRODUCED, '') ?? '';
  const [first = ''] = text.split(/\s+(?:[|•·–—-]|on|am|le|el|\d)\s*|\s*[|•·]\s*|,\s*\d/);
  const name = nameOf(first.replace(REPORTER, '').replace(/[,،、;:\s–-]+$/, ''));
  if (name === null || name.length > MAX_LETTERS || /[!?]|\.\s|[。！？]/.test(name.replace(/\b\p{L}{1,3}\./gu, ''))) return null;
  const words = name.split(' ');
  if (TRADE.test(name) || words.length > 6 || (words.length <= 3 && words.slice(1).some((word) => monthOf(word) !== null))) return null;
  return /\p{L}{2}/u.test(name) ? name : null;
}

export const isIntroduced = (line: string): boolean =>
  INTRODUCED.test(line.trim()) || /^\p{L}{2,5}\s*(?:기자|記者|记者)(?:\s|$)/u.test(line.trim());

/** The texts of an element, each by itself: a name and a trade may stand beside each other without a space. */
function linesIn(element: Element): string[] {
  const { content } = element.attribs;
  if (content !== undefined) return [content];
  const lines: string[] = [];
  const look = (nodes: Element['children']): void => {
    for (const node of nodes) {
      if (isText(node) && node.data.trim() !== '') lines.push(node.data);
      else if (isTag(node) && node.name !== 'script' && node.name !== 'style') look(node.children);
    }
  };
  look(element.children);
  return lines;
}

/** The author that an element names by microdata, by its link or by its class; the first in the page that is not in a comment. */
export function authorIn(named: readonly Element[]): string | null {
  for (const element of named) {
    const { itemprop = '', rel = '', class: names = '' } = element.attribs;
    if (!/\bauthor\b/.test(`${itemprop} ${rel}`) && !AUTHOR_CLASS.test(names)) continue;
    const lines = linesIn(nameWithin(element) ?? element);
    if (lines.join(' ').length > 2 * MAX_LETTERS || ELSEWHERE.test(surroundings(element))) continue;
    const said = lines.find((line) => !INTRODUCTION.test(line.trim()));
    const name = said === undefined ? null : nameIn(said);
    if (name !== null) return name;
  }
  return null;
}

function nameWithin(element: Element): Element | null {
  for (const child of element.children) {
    if (!isTag(child)) continue;
    const { itemprop, rel } = child.attribs;
    if (itemprop === 'name' || rel === 'author' || /(?:^|[\s_-])name(?:$|[\s_-])/.test(child.attribs['class'] ?? '')) return child;
    const found = nameWithin(child);
    if (found !== null) return found;
  }
  return null;
}
