import type { Element } from 'domhandler';

const SAYS_WHO_OR_WHEN = /author|authi\b|byline|by-line|writer|contributor|columnist|username|poster|date|publish|posted|created|time/i;

/** Addresses of those who write for a site. */
export const AUTHOR_PATH = /\/(?:authors?|contributors?|writers?|columnists?)\/[^/?#]+\/?(?:[?#]|$)/i;

/** In microdata, RDFa (`schema:author`) and links. */
export const AUTHOR_MARK = /\bauthor\b/;

/** Classes and ids of elements with the day of the last change, as MediaWiki and Docusaurus have them. */
export const LAST_CHANGE = /(?:^|[\s_-])last[_-]?(?:mod(?:ified)?|updated?|edit(?:ed)?|changed?)(?:$|[\s_-])/i;

/** Whether microdata, a link, its class or its name says that an element is about the author or the date. */
export function saysWhoOrWhen({ name, attribs: { itemprop, property, rel, class: names, id, href } }: Element): boolean {
  if (name === 'time') return true;
  if (itemprop !== undefined && SAYS_WHO_OR_WHEN.test(itemprop)) return true;
  if (property !== undefined && SAYS_WHO_OR_WHEN.test(property)) return true;
  return (
    (rel !== undefined && AUTHOR_MARK.test(rel)) ||
    (names !== undefined && SAYS_WHO_OR_WHEN.test(names)) ||
    (id !== undefined && LAST_CHANGE.test(id)) ||
    (href !== undefined && AUTHOR_PATH.test(href))
  );
}
