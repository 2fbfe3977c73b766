import type { Element } from 'domhandler';
import { innerText } from 'domutils';
import { mendLine } from '../mend.ts';

const MAX_LETTERS = 300;
/** What parts a page's title from its site's name. */
const SEPARATOR = /(\s+[|\-–—·»•:~/]+\s+|\s*\|\s*)/;
/** A heading is the page's when so much of the shorter of it and the title is in the other. */
const ALIKE = 0.5;

const wordsOf = (text: string): Set<string> =>
  new Set(text.toLowerCase().match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}]+/gu));

/** How much of the shorter text's words the other has. */
function likeness(a: string, b: string): number {
  const first = wordsOf(a);
  const second = wordsOf(b);
  const least = Math.min(first.size, second.size);
  return least === 0 ? 0 : first.intersection(second).size / least;
}

/** In words; of scripts without spaces some letters make one. */
function lengthOf(text: string): number {
  let length = 0;
  for (const word of wordsOf(text))
    length += /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]$/u.test(word) ? 0.4 : /^\p{Script=Thai}$/u.test(word) ? 0.2 : 1;
  return length;
}

const isAllOf = (text: string, words: string): boolean => wordsOf(text).isSubsetOf(wordsOf(words));

/** A title without the name of its site at the end: ` - Example` is one when it is like what is known of the site, or short. */
function withoutSite(title: string, site: string): string {
  const parts = title.split(SEPARATOR);
  while (parts.length >= 3) {
    const last = parts.at(-1) ?? '';
    const separator = parts.at(-2)?.trim() ?? '';
    if (likeness(last, site) < ALIKE && !/[|»·•]/.test(separator) && lengthOf(last) > 4) break;
    parts.length -= 2;
  }
  return parts.join('').trim() || title;
}

export interface TitleSources {
  readonly headings: readonly Element[];
  /** Of the `title` element. */
  readonly document: string | null;
  /** For sharing: Open Graph. */
  readonly shared: string | null;
  readonly headline: string | null;
  /** Names of the site. */
  readonly site: string;
}

/** Marks that a heading wears beside its words: `¶`, `#`. */
const headingText = (heading: Element): string | null => mendLine(innerText(heading).replace(/\s*[¶#🔗]\s*$/u, ''));

/**
 * The title of the page itself: the heading that is most like what the page is called, for it has no site's name and no words for search
 * engines; else what it is called, without the site's name.
 */
export function titleOf({ headings, document, shared, headline, site }: TitleSources): string | null {
  const names = [shared, document, headline].filter((name) => name !== null);
  const written = headings.map(headingText).filter((text) => text !== null && text.length <= MAX_LETTERS);
  let best: string | null = null;
  let most = names.length === 0 ? -1 : ALIKE - 0.01;
  for (const text of written) {
    if (text === null || (written.length > 1 && isAllOf(text, site))) continue;
    const like = Math.max(0, ...names.map((name) => likeness(text, name)));
    if (like <= most) continue;
    most = like;
    best = text;
  }
  if (best !== null) return best;
  const called = shared ?? document ?? headline;
  return called === null ? (written[0] ?? null) : withoutSite(called, site);
}
