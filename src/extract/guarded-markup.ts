import type { ChildNode, Element } from 'domhandler';
import { isHidden } from './elements.ts';
import { type MarkupRules, markupOf } from './markup.ts';

/** Of no use to an extractor of prose, and costly or dangerous in a full DOM (styles are parsed, frames loaded, noscript read twice). */
const unwanted: ReadonlySet<string> = new Set(
  'script style template noscript svg math iframe frame frameset object embed applet canvas audio video link base'.split(' '),
);

/** What Readability reads; every other attribute costs time and says nothing to it. */
const wanted: ReadonlySet<string> = new Set(
  `id class role href src alt title rel property name content datetime itemprop itemtype itemscope http-equiv lang dir
   align colspan rowspan summary datatable start type`.split(/\s+/),
);

const rulesWithout = (removed: ReadonlySet<Element>): MarkupRules => ({
  tagOf(element) {
    const { name } = element;
    if (unwanted.has(name) || removed.has(element) || isHidden(element)) return null;
    // In a full parser these swallow the rest of the page as text.
    if (name === 'plaintext' || name === 'xmp' || name === 'listing') return 'pre';
    return name;
  },
  attributeOf: (name, value) => (wanted.has(name) && value.length < 4096 ? value : null),
});

/**
 * The light tree as HTML that is safe to give to a full DOM: as deep, wide and long as the tree's own guards allow, without scripts, styles,
 * comments, pictures in markup, foreign documents or hidden parts, and without the `removed` elements.
 */
export const guardedMarkup = (nodes: readonly ChildNode[], removed: ReadonlySet<Element>): string => markupOf(nodes, rulesWithout(removed));
