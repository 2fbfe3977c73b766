import type { Element } from 'domhandler';
import { Has } from './names.ts';

const SAYS_WHO_OR_WHEN =
  /author|authi\b|byline|by-line|writer|contributor|columnist|username|nick-?name|poster|date|publish|posted|created|time/i;

/** Addresses of those who write for a site. */
export const AUTHOR_PATH = /\/(?:authors?|contributors?|writers?|columnists?)\/[^/?#]+\/?(?:[?#]|$)/i;

/** In microdata, RDFa (`schema:author`) and links. */
export const AUTHOR_MARK = /\bauthor\b/;

/** Classes and ids of elements with the day of the last change, as MediaWiki and Docusaurus have them. */
export const LAST_CHANGE = /(?:^|[\s_-])last[_-]?(?:mod(?:ified)?|updated?|edit(?:ed)?|changed?)(?:$|[\s_-])/i;

/** Whether microdata, a link, its class or its name says that an element is about the author or the date; `has`: such attributes (`Has`). */
export function saysWhoOrWhen({ name, attribs }: Element, has: number): boolean {
  if (name === 'time') return true;
  if (has === 0) return false;
  return (
    ((has & Has.class) !== 0 && SAYS_WHO_OR_WHEN.test(attribs['class'] ?? '')) ||
    ((has & Has.itemprop) !== 0 && SAYS_WHO_OR_WHEN.test(attribs['itemprop'] ?? '')) ||
    ((has & Has.property) !== 0 && SAYS_WHO_OR_WHEN.test(attribs['property'] ?? '')) ||
    ((has & Has.rel) !== 0 && AUTHOR_MARK.test(attribs['rel'] ?? '')) ||
    ((has & Has.id) !== 0 && LAST_CHANGE.test(attribs['id'] ?? '')) ||
    ((has & Has.href) !== 0 && AUTHOR_PATH.test(attribs['href'] ?? ''))
  );
}
