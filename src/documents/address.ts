import type { PageUrl } from '../records.ts';
import { canonicalize } from '../url/canonical.ts';

/** The file that stands for its folder, as servers and site generators have it. */
const INDEX = /(^|\/)index\.(?:html?|xhtml|md|markdown)$/i;

/** What encodeURIComponent leaves alone and RFC 3986 §2.2 reserves. */
const RESERVED = /[!'()*]/g;
const escaped = (letter: string): string => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;

/** A path below the folder (`a/b c.md`) as it stands in URLs, with a slash before it: what globs are matched against. */
export const pathInUrl = (path: string): string =>
  `/${path
    .normalize('NFC')
    .toWellFormed()
    .split('/')
    .map((name) => encodeURIComponent(name).replaceAll(RESERVED, escaped))
    .join('/')}`;

/**
 * The URL of a document: that of its folder (with `/` at its end) and its path, escaped; `index.html` is its folder. The same on every system,
 * for names are taken in their composed form (NFC). Null when it would be longer than a page's URL may be.
 */
export const addressOf = (base: string, path: string): PageUrl | null => canonicalize(base + pathInUrl(path).slice(1).replace(INDEX, '$1'));
