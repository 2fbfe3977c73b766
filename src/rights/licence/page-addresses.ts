import type { PageSurvey } from '../survey.ts';

/** What a page goes by: its URL and the one that it calls canonical. */
export class PageAddresses {
  readonly url: string;
  readonly #page: PageSurvey | null;
  #keys: ReadonlySet<string | null> | null = null;

  constructor(page: PageSurvey | null, url: string) {
    this.url = url;
    this.#page = page;
  }

  /** In a form to compare; most pages are never compared. */
  get keys(): ReadonlySet<string | null> {
    if (this.#keys !== null) return this.#keys;
    const { links = [], templated } = this.#page?.document.survey ?? {};
    const canonical = links.find((link) => /^\s*canonical\s*$/i.test(link.attribs['rel'] ?? '') && templated?.has(link) !== true)?.attribs[
      'href'
    ];
    this.#keys = new Set([keyOf(this.url, this.url), keyOf(canonical ?? '', this.url)]);
    return this.#keys;
  }
}

/** Whether a reference means the page; a part of it, named by a fragment, is not the page. */
export function isPage(reference: string, { url, keys }: PageAddresses): boolean {
  const hash = reference.indexOf('#');
  if (hash >= 0 && hash < reference.length - 1) return false;
  const key = reference.trim() === '' ? keyOf(url, url) : keyOf(reference, url);
  return key !== null && keys.has(key);
}

/** Scheme, `www.`, a slash or index file at the end, and what campaigns append make no other page. */
function keyOf(reference: string, base: string): string | null {
  if (reference.length > 4000) return null;
  const url = URL.parse(reference, base);
  if (url === null) return null;
  for (const name of Array.from(url.searchParams.keys())) if (/^(?:utm_|fbclid|gclid)/.test(name)) url.searchParams.delete(name);
  return `${url.host.replace(/^www\./, '')}${url.pathname.replace(/\/(?:index\.(?:html?|php))?$/, '')}${url.search}`;
}

/** Whether a reference says what a thing is, not where: blank nodes, compact names, and works. */
export const namesNoPlace = (reference: string): boolean =>
  /^\s*(?:_:|\[|urn:|doi:|info:|https?:\/\/(?:(?:dx\.)?doi\.org|hdl\.handle\.net)\/)/i.test(reference);

/** Types of schema.org, Dublin Core and Open Graph that are no text, or not this one. */
export const isOtherType = (types: string): boolean =>
  /(?:^|[\s/#:])(?:\w*(?:Image|Video|Audio|Media|Music|Software)\w*|Photograph|Painting|Drawing|VisualArtwork|Sculpture|Dataset|DataFeed|DataDownload|DataCatalog|Map|Movie|TVSeries|PodcastEpisode|PodcastSeries|3DModel|Product|StillImage|MovingImage|Sound|Collection|Comment|UserComments|Review|Person|Organization|WebApplication|MobileApplication|WPAdBlock|WPSideBar)(?:$|\s)/i.test(
    types,
  );

/** Whether a page says that it shows a picture, a film or a song, by a type of Open Graph: what it links to as its licence is that of those. */
export function isOfMedia({ document }: PageSurvey): boolean {
  const type = document.survey.metas.find(({ attribs }) => (attribs['property'] ?? attribs['name']) === 'og:type');
  return /^\s*(?:(?:video|music)(?:[.:]|\s*$)|[\w-]+:(?:photo|picture|image|video|song|track)\s*$)/i.test(type?.attribs['content'] ?? '');
}
