import type { Document } from 'domhandler';
import { parseHtml } from '../../html/parse.ts';
import type { HtmlDocument } from '../../html/document.ts';
import { isThing, type Thing } from '../../html/json-ld.ts';
import { postsIn } from './posts.ts';

/** Things a page may describe in full while its markup shows little of them. */
const TELLING = /(?:Article|Posting|Report|QAPage|FAQPage|Question|Product|Recipe|HowTo|Course|Event|JobPosting|Book)$/;
/** Answers, comments and steps taken of one thing. */
const MAX_PARTS = 500;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** A text as markup: such fields hold either. */
function markup(value: unknown): string {
  if (typeof value !== 'string' || value.trim() === '') return '';
  if (/<(?:p|br|div|ul|ol|h[1-6]|a|b|i|strong|em|pre|code|blockquote)\b/i.test(value)) return `<div>${value}</div>`;
  return value
    .split(/\s*\n\s*/)
    .filter((line) => line !== '')
    .map((line) => `<p>${/&(?:#\d+|#x[\da-f]+|[a-z]+);/i.test(line) ? line.replaceAll('<', '&lt;') : escaped(line)}</p>`)
    .join('');
}

const partsOf = (value: unknown): readonly Thing[] => [value].flat(2).filter(isThing).slice(0, MAX_PARTS);

function bodyOf(thing: Thing, depth = 0): string {
  const text = markup(thing['articleBody'] ?? thing['reviewBody'] ?? thing['text'] ?? thing['description']);
  if (depth > 3) return text;
  const within = ['mainEntity', 'acceptedAnswer', 'suggestedAnswer', 'comment', 'step', 'itemListElement'].flatMap((name) =>
    partsOf(thing[name]),
  );
  const items = [thing['recipeIngredient'], thing['recipeInstructions']].flat(2).filter((item) => typeof item === 'string');
  const named = depth > 0 && within.length > 0 ? markup(thing['name']) : '';
  return named + text + items.map(markup).join('') + within.map((part) => bodyOf(part, depth + 1)).join('');
}

const isTelling = (thing: Thing): boolean => [thing['@type']].flat().some((type) => typeof type === 'string' && TELLING.test(type));

/** What a page's data says at length, as a tree of its own; null when it says nothing. The longest description counts, or list of posts. */
export function hiddenText(things: readonly Thing[], document: Document): HtmlDocument | null {
  let longest = postsIn(document);
  for (const thing of things.filter(isTelling)) {
    const own = bodyOf(thing);
    if (own.length > longest.length) longest = markup(thing['headline'] ?? thing['name']) + own;
  }
  return longest === '' ? null : parseHtml(longest);
}
