import { type Document, type Element, isTag } from 'domhandler';
import { textContent } from 'domutils';
import { isThing } from '../../html/json-ld.ts';

/** Data of a longer page is its whole store, not its text. */
const MAX_LETTERS = 2 * 1024 * 1024;
/** Values looked at per page. */
const MAX_VALUES = 20_000;
const MAX_POSTS = 1000;
const MARKUP = /<(?:p|br|div|ul|ol|blockquote|pre)\b/i;

/** JSON that a page brings for its scripts: in an attribute, as Discourse does, or in a script that is data. */
function* sourcesIn(nodes: Document['children']): Generator<string> {
  for (const node of nodes) {
    if (!isTag(node)) continue;
    if (node.name === 'script') {
      if (/^\s*application\/json\b/i.test(node.attribs['type'] ?? '')) yield textContent(node);
    } else {
      yield* dataOf(node);
      yield* sourcesIn(node.children);
    }
  }
}

const dataOf = ({ attribs }: Element): string[] =>
  Object.entries(attribs).flatMap(([name, value]) => (name.startsWith('data-') && /^\s*[[{]/.test(value) ? [value] : []));

function parsed(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return null;
  }
}

/** The markup of a list of posts: what the things in it have under the name that has most. */
function markupOf(list: readonly unknown[]): string {
  const byName = new Map<string, string>();
  for (const thing of list.slice(0, MAX_POSTS).filter(isThing))
    for (const [name, value] of Object.entries(thing))
      if (typeof value === 'string' && MARKUP.test(value)) byName.set(name, `${byName.get(name) ?? ''}<div>${value}</div>`);
  return [...byName.values()].reduce((longest, each) => (each.length > longest.length ? each : longest), '');
}

/** The longest list of texts in markup among the data for a page's scripts, as markup; empty when there is none. JSON within JSON is read. */
export function postsIn(document: Document): string {
  let longest = '';
  const queue: unknown[] = [];
  for (const source of sourcesIn(document.children)) if (source.length <= MAX_LETTERS) queue.push(parsed(source));
  for (let at = 0; at < queue.length && at < MAX_VALUES; at += 1) {
    const value = queue[at];
    if (typeof value === 'string') {
      if (/^\s*[[{]/.test(value)) queue.push(parsed(value));
      continue;
    }
    const parts: readonly unknown[] = Array.isArray(value) ? value : isThing(value) ? Object.values(value) : [];
    for (const part of parts.slice(0, MAX_VALUES)) if (typeof part === 'object' || typeof part === 'string') queue.push(part);
    const markup = Array.isArray(value) ? markupOf(value) : '';
    if (markup.length > longest.length) longest = markup;
  }
  return longest;
}
