import { type Element, isTag, isText } from 'domhandler';
import { findOne } from 'domutils';
import type { PageType } from '../../records.ts';
import type { Thing } from '../../html/json-ld.ts';
import { AUTHOR_NAMES, jsonLdAuthor, nameOf } from '../metadata.ts';
import { AUTHOR_MARK, AUTHOR_PATH } from '../../html/who-and-when.ts';
import { isSiteName, type KnownSite } from './site.ts';
import { introducedIn, isIntroduction, isLabel, MAX_LETTERS, nameIn } from './name-in.ts';

/** Names that mark the one who wrote, `authi` in Discuz; in a class they are a hint of where a name may stand. */
const AUTHOR_CLASS =
  /(?:^|\s|(?<!(?:^|\s)no)[_-])(?:author|nick-?name|authi|byline|by-line|writer|contributor)(?:[\s_-]*(?:name|link|title))?(?:$|[\s_-])|(?:author|byline)-?_?name/i;
/** Where all authors are named, of the text if neither a heading nor the class says of what. */
const AUTHORS_CLASS = /(?:^|\s|(?<!(?:^|[\s_-])(?:nav|menu|popular|top|featured|recommended|related))[_-])authors(?:$|[\s_-])/i;
const isHeading = ({ name }: Element): boolean => /^h[1-6]$/.test(name);
/** In a forum, those who write posts. */
const USER_CLASS = /(?:^|[\s_-])(?:(?:big)?user-?name|poster(?:-?name)?)(?:$|[\s_-])/i;
/** Around texts of others, and where readers log in. */
const OTHERS = /(?:^|[\s_-])(?:comments?|comment-list|reviews|related|bookmark|recommend\w*|repl(?:y|ies)|log-?in)(?:$|[\s_-])/i;
/** Around what stands beside a text, as the author may; to Elementor and Blogger, texts are widgets too. */
const BESIDE = /(?:^|[\s_-])(?:sidebar|(?<!elementor-)widget(?! Blog(?:\s|$))|(?<!(?:post|entry|article)-)footer)(?:$|[\s_-])/i;

/** Whether an element may name the author, by microdata, by its link or by its class. */
function mayNameAuthor({ name: kind, attribs, children }: Element): boolean {
  // WordPress says of a whole page that it is by a `single-author`.
  if (kind === 'body' || kind === 'html') return false;
  const { itemprop = '', rel = '', class: names = '', href = '' } = attribs;
  const property = kind === 'meta' ? '' : (attribs['property'] ?? '');
  return (
    AUTHOR_MARK.test(`${itemprop} ${property} ${rel}`) ||
    AUTHOR_CLASS.test(names) ||
    AUTHOR_PATH.test(href) ||
    (AUTHORS_CLASS.test(names) && findOne(isHeading, children) === null)
  );
}

const surroundings = (element: Element): string => {
  let names = '';
  for (let up = element.parent; up !== null; up = up.parent)
    if (isTag(up))
      names += ` ${up.name === 'footer' || up.name === 'aside' ? 'footer' : ''} ${up.attribs['class'] ?? ''} ${up.attribs['id'] ?? ''}`;
  return names;
};

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

/** Where a page shows who wrote it: elements that may name authors, and texts beside its title. */
interface Shown {
  readonly named: readonly Element[];
  readonly beside: readonly string[];
}

/** Types of pages that have an author; others show those of reviews. */
const hasAuthor = (type: PageType | null): boolean => type === 'article' || type === 'forum' || type === 'documentation';

/** What stands between two names. */
const JOINS = /^\s*(?:[,&;、]|(?:,\s*)?(?:and|und|et|y|e|en|og|och|и|і|ve|和))\s*$/iu;

function namedBy(element: Element): string | null {
  const lines = linesIn(nameWithin(element) ?? element);
  if (lines.join(' ').length > 2 * MAX_LETTERS) return null;
  const at = lines.findIndex((line) => !isIntroduction(line) && !isLabel(line));
  const names = [nameIn(lines[at] ?? '')];
  for (let next = at + 1; JOINS.test(lines[next] ?? ''); next += 2) names.push(nameIn(lines[next + 1] ?? ''));
  if (names.includes(null)) return names[0] ?? null;
  const all = [...new Set(names)].join(', ');
  return nameOf(all) ?? all;
}

const isJoined = ({ prev }: Element): boolean =>
  prev !== null && isText(prev) && prev.data.length <= 2 * MAX_LETTERS && JOINS.test(prev.data);

/** Whether two elements stand in one line and are marked alike, as the authors of one text are, by their class alone where words or commas join them. */
const isLike = (a: Element, b: Element): boolean =>
  a.parent === b.parent &&
  a.name === b.name &&
  ['itemprop', 'rel', 'class'].every((name) => a.attribs[name] === b.attribs[name]) &&
  (AUTHOR_MARK.test(`${a.attribs['itemprop'] ?? ''} ${a.attribs['rel'] ?? ''}`) || isJoined(a) || isJoined(b));

/** The name that an element has, with those of elements that are like it or like the part of it that has the name, but lead elsewhere. */
function allNamed(element: Element, elements: readonly Element[], name: string): string {
  const part = nameWithin(element) ?? element;
  const others = elements.filter((other) => other !== element && other !== part && (isLike(element, other) || isLike(part, other)));
  const [, ...people] = Map.groupBy([part, ...others], (each) => each.attribs['href'] ?? each).values();
  return [...new Set([name, ...people.map(([first = part]) => namedBy(first))])].filter((each) => each !== null).join(', ');
}

/** The authors that the first of these elements name in the text, or all of those beside it, if they name the same; none in a comment. */
function authorIn(elements: readonly Element[], mayStandBeside: boolean): string | null {
  const beside = new Set<string>();
  for (const element of elements) {
    const name = namedBy(element);
    const around = name === null ? '' : surroundings(element);
    if (name === null || OTHERS.test(around)) continue;
    if (!BESIDE.test(around)) return allNamed(element, elements, name);
    if (mayStandBeside) beside.add(name);
  }
  const [only = null] = beside;
  return beside.size === 1 ? only : null;
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

/** Whether an author is who made the program that the page says it was made by: `Discuz! Team` of `Discuz! X3.4`. */
function isByProgram(author: string, meta: ReadonlyMap<string, string>): boolean {
  const [program = ''] = (meta.get('generator') ?? '').split(/[\s/]/);
  return program !== '' && author.endsWith(' Team') && author.split(' ')[0]?.toLowerCase() === program.toLowerCase();
}

function authorInMeta(meta: ReadonlyMap<string, string>, metas: readonly Element[], site: KnownSite): string | null {
  for (const name of AUTHOR_NAMES) {
    const authors = metas
      .filter(({ attribs }) => (attribs['property'] ?? attribs['name'] ?? attribs['itemprop'])?.toLowerCase() === name)
      .map(({ attribs }) => nameOf(attribs['content']))
      .filter((author) => author !== null)
      .filter((author) => !author.includes('.com') && !isByProgram(author, meta));
    const people = authors.filter((author) => !isSiteName(author, site));
    if (authors.length > 0) return [...new Set(people.length > 0 ? people : authors)].join(', ');
  }
  for (const n of ['1', '2']) {
    const label = meta.get(`twitter:label${n}`);
    if (label !== undefined && /by|author|von|par|autor|作者|автор/i.test(label)) {
      const author = nameOf(meta.get(`twitter:data${n}`));
      if (author !== null) return author;
    }
  }
  return null;
}

/** The name in the short texts beside a title: after `by` on its line, or on the next one. */
function authorBeside(texts: readonly string[]): string | null {
  // A stroke may also stand between the word for a writer and the name.
  const parts = texts.flatMap((text) => (introducedIn(text) === null ? text.split(/\s[|·•]\s/) : [text]));
  for (const [at, text] of parts.entries()) {
    if (isIntroduction(text)) return nameIn(parts[at + 1] ?? '');
    const name = introducedIn(text);
    if (name !== null) return name;
  }
  return null;
}

/** The authors of a paper, as scholarly sites tell indexes: an element for each or a list, `Lovelace, Ada` or `Ada Lovelace`. */
function authorsCited(metas: readonly Element[]): string | null {
  const names = metas
    .filter(({ attribs }) => /^citation_authors?$/i.test(attribs['name'] ?? ''))
    .flatMap(({ attribs }) => (attribs['content'] ?? '').split(';'))
    .map((name) => nameOf(name.replace(/^([^,]+),([^,]+)$/, '$2 $1')))
    .filter((name) => name !== null);
  return names.length === 0 ? null : [...new Set(names)].join(', ');
}

function authorShown({ named, beside }: Shown, pageType: PageType | null): string | null {
  const users = pageType === 'forum' ? named.filter(({ attribs }) => USER_CLASS.test(attribs['class'] ?? '')) : [];
  const authors = named.filter(mayNameAuthor);
  return authorIn(users, true) ?? authorIn(authors, hasAuthor(pageType)) ?? authorBeside(beside);
}

/**
 * Who wrote a page, or the first post of a forum: people before organizations, what is said to machines before what is shown; but those
 * who are shown before the site.
 */
export function authorOf(
  meta: ReadonlyMap<string, string>,
  metas: readonly Element[],
  things: readonly Thing[],
  shown: Shown,
  pageType: PageType | null,
  site: KnownSite,
): string | null {
  const said = [authorsCited(metas), jsonLdAuthor(things), authorInMeta(meta, metas, site)].filter((name) => name !== null);
  const person = said.find((name) => !hasAuthor(pageType) || !isSiteName(name, site));
  return person ?? authorShown(shown, pageType) ?? said[0] ?? jsonLdAuthor(things, true);
}
