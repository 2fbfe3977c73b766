/** What a page says about itself, compared as a reader would: case, space and quotes do not count. */
const folded = (text: string): string => text.toLowerCase().replace(/[’‘`]/g, "'").replace(/[“”]/g, '"').replace(/\s+/g, ' ').trim();

/** A title without what stands after the first separator: the site's name, mostly. */
const headOf = (title: string): string => folded(title).split(/\s+[|\-–—·»•]\s+|\s*\|\s*/)[0] ?? '';

/** Equal, or equal when the name of the site at the end of either is left out. */
export function sameTitle(found: string | null, wanted: string): boolean {
  if (found === null) return false;
  return folded(found) === folded(wanted) || headOf(found) === folded(wanted) || folded(found) === headOf(wanted);
}

const namesOf = (authors: string): string =>
  folded(authors)
    .split(/\s*(?:,|;|&|\band\b)\s*/)
    .filter((name) => name !== '')
    .sort()
    .join(', ');

/** The same names in any order. */
export const sameAuthor = (found: string | null, wanted: string): boolean => found !== null && namesOf(found) === namesOf(wanted);

/** The same day. */
export const sameDay = (found: string | null, wanted: string): boolean => found !== null && found.slice(0, 10) === wanted.slice(0, 10);
