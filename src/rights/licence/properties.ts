const prefix =
  '(?:cc|dc|dct|dcterms|schema|xhv|https?:\\/\\/(?:(?:web\\.resource|creativecommons)\\.org\\/(?:ns#|cc\\/)|(?:www\\.)?schema\\.org\\/|purl\\.org\\/dc\\/(?:terms|elements\\/1\\.1)\\/|www\\.w3\\.org\\/1999\\/xhtml\\/vocab#))';

/** RDFa and microdata names of the licence property, and of Dublin Core's for rights, whose address may be a licence's. */
const property = new RegExp(`^(?:(?:${prefix}[.:]?)?licen[cs]e|(?:dc|dct|dcterms)[.:]rights)$`, 'i');
/** In a `link` element `copyright` is its older name, and Dublin Core has its own. */
const relation = new RegExp(`^(?:(?:${prefix}[.:]?)?licen[cs]e|copyright|(?:dc|dct|dcterms)[.:]rights(?:\\.license)?)$`, 'i');

/** Whether names can mean a licence: nearly all do not. */
export const speaksOfRights = (names: string): boolean => /licen|right/i.test(names);

const hasWord = (pattern: RegExp, words: string | undefined): boolean =>
  words !== undefined &&
  words.length < 500 &&
  speaksOfRights(words) &&
  words
    .trim()
    .split(/\s+/)
    .some((word) => pattern.test(word));

export const isLicenceProperty = (names: string | undefined): boolean => hasWord(property, names);

export const isLicenceRel = (names: string | undefined): boolean => hasWord(relation, names);
