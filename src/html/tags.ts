/**
 * What a template becomes that holds a shadow tree (HTML §13.2.6.4.4, `shadowrootmode`): a browser shows it in the place of its host, and the host's
 * own children in its slots.
 */
export const SHADOW = 'shadow-root';

const names = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/));

/** Elements without content (HTML standard §13.1.2), and obsolete ones that parsers treat so. */
export const voidTags = names('area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr');

/** Start tags that may stand in the head (§13.2.6.4.4); any other begins the body. */
export const headTags = names('base basefont bgsound link meta noframes noscript script style template title');

/** Start tags that end an open paragraph (§13.2.6.4.7). */
export const paragraphEnders = names(
  `address article aside blockquote center details dialog dir div dl dd dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header
   hgroup hr li listing main menu nav ol p plaintext pre search section summary table ul xmp`,
);

export const headings = names('h1 h2 h3 h4 h5 h6');

/** Elements whose misnested end tags close nothing else (§13.2.4.3, the formatting category). */
export const formattingTags = names('a b big code em font i nobr s small strike strong tt u');

/** Elements that an unmatched end tag does not reach across (§13.2.4.2, the special category, where it matters here). */
export const specialTags = names(
  `address applet article aside blockquote body button caption center colgroup dd details dir div dl dt fieldset figcaption figure footer
   form h1 h2 h3 h4 h5 h6 head header hgroup html li listing main marquee menu nav object ol p pre search section select summary
   shadow-root svg math foreignobject desc table tbody td template tfoot th thead tr ul`,
);

/** What no search for an open element goes beyond: the default scope of §13.2.4.2. */
export const scopeTags = names('applet caption html marquee object shadow-root table td template th');

/** A table and its parts, and what a search for one of them does not go beyond: the table scope of §13.2.4.2. */
export const tableTags = names('caption colgroup table tbody td tfoot th thead tr');
export const tableBorders = names('html shadow-root table template');

/** Integration points: inside them is HTML again (§13.2.6, MathML text and HTML integration points). */
export const integrationTags = names('annotation-xml desc foreignobject mi mn mo ms mtext title');

/** Start tags that never belong to SVG or MathML: they end whatever of it was left open (§13.2.6.5). */
export const breakoutTags = names(
  `b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr ol p pre ruby s
   small span strong strike sub sup table tt u ul var`,
);

/**
 * A start tag that closes an open element of its own kind, as far up as one of `within` (§13.1.2.4, §13.2.6.4.7 to .14): a list item ends
 * the item before it, but not the one its list stands in.
 */
export const siblingClosers: ReadonlyMap<string, { readonly closes: ReadonlySet<string>; readonly within: ReadonlySet<string> }> = new Map(
  (
    [
      ['li', 'li', 'ul ol menu dir table td th'],
      ['dd dt', 'dd dt', 'dl table td th ul ol'],
      ['option', 'option', 'select datalist optgroup'],
      ['optgroup', 'option optgroup', 'select'],
      ['tr', 'tr td th caption colgroup', 'table'],
      ['td th', 'td th caption', 'table tr'],
      ['thead tbody tfoot', 'thead tbody tfoot tr td th caption colgroup', 'table'],
      ['rt rp', 'rt rp', 'ruby rtc'],
      ['button', 'button', 'table td th form'],
      ['select', 'select', 'table td th form'],
    ] as const
  ).flatMap(([starts, closes, within]) =>
    starts.split(' ').map((start) => [start, { closes: names(closes), within: names(within) }] as const),
  ),
);
