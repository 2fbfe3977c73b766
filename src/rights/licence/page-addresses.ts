import type { PageSurvey } from '../survey.ts';

/** What a page goes by: its URL and the one that it calls canonical, in a form to compare. */
export type PageAddresses = { readonly url: string; readonly keys: ReadonlySet<string> };

export function addressesOf(page: PageSurvey | null, url: string): PageAddresses {
  const canonical = page?.links.find(({ attribs }) => /^\s*canonical\s*$/i.test(attribs['rel'] ?? ''))?.attribs['href'];
  const keys = [keyOf(url, url), canonical === undefined ? null : keyOf(canonical, url)];
  return { url, keys: new Set(keys.filter((key) => key !== null)) };
}

/** Whether a reference means the page; a part of it, named by a fragment, is not the page. */
export function isPage(reference: string, { url, keys }: PageAddresses): boolean {
  const hash = reference.indexOf('#');
  if (hash >= 0 && hash < reference.length - 1) return false;
  const key = reference.trim() === '' ? keyOf(url, url) : keyOf(reference, url);
  return key !== null && keys.has(key);
}

/** Scheme, `www.`, a slash at the end, and what campaigns append make no other page. */
function keyOf(reference: string, base: string): string | null {
  if (reference.length > 4000) return null;
  const url = URL.parse(reference, base);
  if (url === null) return null;
  for (const name of Array.from(url.searchParams.keys())) if (/^(?:utm_|fbclid|gclid)/.test(name)) url.searchParams.delete(name);
  return `${url.host.replace(/^www\./, '')}${url.pathname.replace(/(.)\/$/, '$1')}${url.search}`;
}

/** Types of schema.org, Dublin Core and Open Graph that are no text, or not this one. */
export const isOtherType = (types: string): boolean =>
  /(?:^|[\s/#:])(?:\w*(?:Image|Video|Audio|Media|Music|Software)\w*|Photograph|Painting|Drawing|VisualArtwork|Sculpture|Dataset|DataFeed|DataDownload|DataCatalog|Map|Movie|TVSeries|PodcastEpisode|PodcastSeries|3DModel|Product|StillImage|MovingImage|Sound|Collection|Comment|UserComments|Review|Person|Organization|WebApplication|MobileApplication|WPAdBlock|WPSideBar)(?:$|\s)/i.test(
    types,
  );
