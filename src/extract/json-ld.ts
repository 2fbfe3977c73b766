import type { Element } from 'domhandler';
import { isThing, jsonLdSource, parseJsonLd, type Thing } from '../html/json-ld.ts';

/** Longer blocks are catalogues, not the page's own description. */
const MAX_LETTERS = 512 * 1024;
/** Things looked at per page: a bound on hostile nesting. */
const MAX_THINGS = 2000;

/** Everything these scripts say in JSON-LD, outermost first; blocks that are not JSON are passed over. */
export function thingsIn(scripts: readonly Element[]): readonly Thing[] {
  const things: Thing[] = [];
  const queue: unknown[] = [];
  for (const script of scripts) {
    const source = jsonLdSource(script);
    if (source !== null && source.length <= MAX_LETTERS) queue.push(parseJsonLd(source));
  }
  for (let at = 0; at < queue.length && at < MAX_THINGS; at++) {
    const value = queue[at];
    if (Array.isArray(value)) queue.push(...value.slice(0, MAX_THINGS));
    else if (isThing(value)) {
      things.push(value);
      queue.push(value['@graph'], value['mainEntity'], value['mainEntityOfPage']);
    }
  }
  return things;
}

/** Types that are the page itself, not its site, publisher or breadcrumb. */
const PAGE_TYPES = /(?:Article|Posting|Report|WebPage|QAPage|Question|FAQPage|Recipe|Book|Course|Product|VideoObject|CreativeWork|HowTo)$/i;

export const isAboutPage = (thing: Thing): boolean =>
  [thing['@type']].flat().some((type) => typeof type === 'string' && PAGE_TYPES.test(type));

/** A thing by its `@id`, for descriptions that refer to one another. */
export function resolved(value: unknown, things: readonly Thing[]): unknown {
  if (!isThing(value) || typeof value['@id'] !== 'string' || value['name'] !== undefined) return value;
  return things.find((thing) => thing['@id'] === value['@id'] && thing['name'] !== undefined) ?? value;
}

/** The addresses that a thing says are those of its page. */
function* addressesOf(thing: Thing): Generator<string> {
  for (const value of [thing['url'], thing['@id'], thing['mainEntityOfPage']].flat()) {
    if (typeof value === 'string') yield value;
    else if (isThing(value) && typeof value['@id'] === 'string') yield value['@id'];
  }
}

/** Paths of this site that a thing says are its page's; the front page says nothing. */
const pathsOf = (thing: Thing, page: URL): ReadonlySet<string> =>
  new Set(
    [...addressesOf(thing)]
      .map((address) => URL.parse(address.toWellFormed(), page))
      .filter((url) => url?.hostname === page.hostname)
      .map((url) => pathOf(url))
      .filter((path) => path !== ''),
  );

const pathOf = (url: URL | null): string => url?.pathname.replace(/\/$/, '') ?? '';
const isWebPage = (thing: Thing): boolean => [thing['@type']].flat().includes('WebPage');

/**
 * Things without those that describe other pages of this site, as teasers do: where they tell several pages apart, those of this page, by one
 * of its addresses.
 */
export function ownThings(things: readonly Thing[], addresses: readonly string[]): readonly Thing[] {
  const page = URL.parse(addresses[0] ?? '');
  if (page === null) return things;
  const own = new Set(addresses.map((address) => pathOf(URL.parse(address))));
  const placed = things
    .filter((thing) => isAboutPage(thing) && !isWebPage(thing))
    .map((thing) => ({ thing, paths: pathsOf(thing, page) }))
    .filter(({ paths }) => paths.size > 0);
  const others = new Set(placed.filter(({ paths }) => paths.isDisjointFrom(own)).map(({ thing }) => thing));
  const pages = new Set(placed.flatMap(({ paths }) => [...paths]));
  return pages.size < 2 ? things : things.filter((thing) => !others.has(thing));
}
