import type { Element } from 'domhandler';
import { baseUrlOf } from '../html/base.ts';
import type { HtmlDocument } from '../html/document.ts';
import { refreshTarget } from '../html/refresh.ts';
import type { PageUrl } from '../records.ts';
import { platformLists } from './platforms.ts';
import { canonicalize, type QueryRules } from '../url/canonical.ts';

export interface LinkOptions extends QueryRules {
  /** Links taken from one page; more is a trap, or an index that its parts list again. Default: 5,000. */
  readonly most?: number;
  /** Hears of every element that names one of the links, which may be several for one. */
  readonly named?: (link: PageUrl, element: Element) => void;
}

export interface PageLinks {
  /** Canonical, in order of appearance, without repeats and without the page itself. */
  readonly links: readonly PageUrl[];
  /** Feeds that the page announces, and lists of its platform (`platforms.ts`). */
  readonly feeds: readonly PageUrl[];
  /** Links to something other than http(s): mail, scripts, telephones. */
  readonly otherSchemes: number;
  /** Links that the page asks not to follow: rel nofollow, ugc or sponsored. */
  readonly unfollowed: number;
  /** There were more links than the limit. */
  readonly truncated: boolean;
}

const FEED_TYPES: ReadonlySet<string> = new Set([
  'application/rss+xml',
  'application/atom+xml',
  'application/rdf+xml',
  'application/feed+json',
]);
/** The page says that it does not vouch for the link (HTML standard §4.6.7.7); a polite crawler leaves all three alone. */
const UNVOUCHED: ReadonlySet<string> = new Set(['nofollow', 'ugc', 'sponsored']);
const FOLLOWED_RELS: ReadonlySet<string> = new Set(['next', 'prev', 'previous', 'canonical']);

/**
 * All that a page leads to: `a`, `area`, frames, meta refresh, and of `link` the next and previous page, translations and the address that
 * an AMP page or another copy gives as its own, resolved against its `base`. Whether the page as a whole may be followed is for its rights to say.
 */
export function findLinks(document: HtmlDocument, pageUrl: string, options: LinkOptions = {}): PageLinks {
  const finder = new LinkFinder(baseUrlOf(document, pageUrl), canonicalize(pageUrl, undefined, options), options);
  for (const element of document.survey.references) finder.visit(element);
  return finder.found();
}

class LinkFinder {
  readonly #base: string;
  readonly #self: PageUrl | null;
  readonly #options: LinkOptions;
  readonly #links = new Set<PageUrl>();
  readonly #feeds = new Set<PageUrl>();
  /** By address as it is written: menus say the same again and again. */
  readonly #resolved = new Map<string, PageUrl | null>();
  #otherSchemes = 0;
  #unfollowed = 0;
  #truncated = false;

  constructor(base: string, self: PageUrl | null, options: LinkOptions) {
    this.#base = base;
    this.#self = self;
    this.#options = options;
  }

  visit(element: Element): void {
    const { name, attribs } = element;
    switch (name) {
      case 'a':
      case 'area':
        if (relsOf(attribs).some((rel) => UNVOUCHED.has(rel))) this.#unfollowed += 1;
        else this.#link(attribs['href'], element);
        break;
      case 'link':
        this.#announced(attribs, element);
        break;
      case 'frame':
      case 'iframe':
        this.#link(attribs['src'], element);
        break;
      case 'meta':
        if (attribs['http-equiv']?.trim().toLowerCase() === 'refresh')
          this.#link(refreshTarget(attribs['content'] ?? '') ?? undefined, element);
        break;
      default:
    }
  }

  found(): PageLinks {
    return {
      links: [...this.#links],
      feeds: [...this.#feeds],
      otherSchemes: this.#otherSchemes,
      unfollowed: this.#unfollowed,
      truncated: this.#truncated,
    };
  }

  #announced(attribs: Element['attribs'], element: Element): void {
    const { href, type, hreflang } = attribs;
    if (href === undefined) return;
    const rels = relsOf(attribs);
    for (const list of platformLists(rels, href, this.#base)) this.#feeds.add(list);
    const isFeed = FEED_TYPES.has(type?.split(';', 1)[0]?.trim().toLowerCase() ?? '');
    if (rels.includes('alternate') && isFeed) this.#feed(href);
    else if (rels.some((rel) => FOLLOWED_RELS.has(rel)) || (rels.includes('alternate') && hreflang !== undefined))
      this.#link(href, element);
  }

  #feed(href: string): void {
    const feed = this.#resolve(href);
    if (feed !== null) this.#feeds.add(feed);
  }

  #link(href: string | undefined, element: Element): void {
    if (href === undefined || href.startsWith('#')) return;
    const url = this.#resolve(href);
    if (url === null) {
      this.#otherSchemes += Number(isOtherScheme(href));
    } else if (url !== this.#self) {
      if (this.#links.has(url) || this.#links.size < (this.#options.most ?? 5000)) {
        this.#links.add(url);
        this.#options.named?.(url, element);
      } else {
        this.#truncated = true;
      }
    }
  }

  #resolve(href: string): PageUrl | null {
    const known = this.#resolved.get(href);
    if (known !== undefined) return known;
    const url = canonicalize(href, this.#base, this.#options);
    this.#resolved.set(href, url);
    return url;
  }
}

const relsOf = (attribs: Element['attribs']): readonly string[] => attribs['rel']?.toLowerCase().split(/\s+/) ?? [];

const isOtherScheme = (href: string): boolean => /^\s*[a-z][a-z0-9+.-]*:/i.test(href) && !/^\s*https?:/i.test(href);
