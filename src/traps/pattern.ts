import type { Origin, PageUrl } from '../records.ts';

/** What a pattern comprises, from the narrowest on. */
export type Breadth = 'form' | 'section' | 'host';

/** A set of URLs of one origin, as people can read it: `https://example.org/calendar/{n}?month`, `https://example.org/maze/**`. */
export interface Pattern {
  readonly breadth: Breadth;
  readonly text: string;
}

/** Long runs of letters and digits that no word has: hashes, UUIDs, tokens. */
const TOKEN = /^(?=.*\d)(?:[0-9a-f]{8,}|[0-9a-f-]{16,}|[\w-]{24,})$/i;

/** Figures in escapes are no figures. */
const FIGURES = /%[\dA-F]{2}|\d+/gi;

const folded = (segment: string): string =>
  TOKEN.test(segment) ? '{id}' : segment.replaceAll(FIGURES, (found) => (found.startsWith('%') ? found : '{n}'));

/**
 * The patterns that a URL belongs to: its form (path with numbers and tokens folded, and the names in its query), its section (all below the
 * first segment, or all queries of one path) and its host. A page at the root of its host has no section.
 */
export function patternsOf(url: PageUrl): readonly Pattern[] {
  const { origin, pathname, search } = new URL(url);
  const segments = pathname.slice(1).split('/').map(folded);
  const path = `${origin}/${segments.join('/')}`;
  const names = [
    ...new Set(
      search
        .slice(1)
        .split('&')
        .map((text) => folded(text.split('=', 1)[0] ?? '')),
    ),
  ]
    .filter(Boolean)
    .sort();
  const form = names.length === 0 ? path : `${path}?${names.join('&')}`;
  const section = segments.length > 1 ? `${origin}/${segments[0] ?? ''}/**` : names.length > 0 ? `${path}?**` : null;
  return [
    { breadth: 'form', text: form },
    ...(section === null ? [] : [{ breadth: 'section', text: section } as const]),
    { breadth: 'host', text: `${origin}/**` },
  ];
}

/** The origin whose URLs a pattern comprises. */
export const originOfPattern = (text: string): Origin => new URL(text).origin as Origin;

/** How near to a page a link of it stays, on the same host or not: the narrowest breadth whose pattern has both. */
export function nearnessTo(page: PageUrl): (link: PageUrl) => Breadth {
  const own = new Map(patternsOf(page).map(({ breadth, text }) => [breadth, text]));
  const [form = '', section = ''] = [own.get('form'), own.get('section')];
  const prefix = section.endsWith('/**') && !section.includes('{') ? section.slice(0, -2) : null;
  return (link) => {
    if (prefix !== null && !link.startsWith(prefix)) return 'host';
    // Nothing in it would be folded: no other URL has its form.
    if (prefix !== null && !/[\d?]/.test(link.slice(prefix.length))) return 'section';
    const patterns = patternsOf(link);
    if (patterns.some(({ text }) => text === form)) return 'form';
    return patterns.some(({ text }) => text === section) ? 'section' : 'host';
  };
}
