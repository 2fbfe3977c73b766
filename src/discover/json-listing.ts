import { canonicalize } from '../url/canonical.ts';
import type { Listing } from './listing.ts';
import { POSTS } from './platforms.ts';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const objectsIn = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isObject) : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Reads a list in JSON, whole: a JSON Feed (1.1), the pages of a MediaWiki, the posts of a WordPress. */
export class JsonListing {
  readonly #listing: Listing;
  #text = '';

  constructor(listing: Listing) {
    this.#listing = listing;
  }

  /** The bytes that are read are bounded. */
  readonly done = false;

  write(text: string): void {
    this.#text += text;
  }

  end(): void {
    const value = parsed(this.#text);
    if (isObject(value) && isObject(value['query'])) this.#wiki(value, value['query']);
    else if (isObject(value) && Array.isArray(value['items'])) this.#feed(value);
    else if (Array.isArray(value)) this.#posts(objectsIn(value));
    else this.#listing.problem(value === undefined ? 'it is no whole JSON' : 'it is JSON, and none of the lists that are known');
  }

  #feed(feed: Json): void {
    for (const item of objectsIn(feed['items']))
      this.#listing.page(textOf(item['url']), textOf(item['date_modified']) || textOf(item['date_published']));
    this.#listing.more(textOf(feed['next_url']));
  }

  #posts(posts: readonly Json[]): void {
    // Its dates in UTC are written without a zone.
    for (const post of posts) this.#listing.page(textOf(post['link']), textOf(post['modified_gmt']));
    const next = new URL(this.#listing.url);
    const page = Number(next.searchParams.get('page'));
    if (posts.length < POSTS || !(page >= 1)) return;
    next.searchParams.set('page', String(page + 1));
    this.#listing.more(next.href);
  }

  #wiki(answer: Json, query: Json): void {
    const general = isObject(query['general']) ? query['general'] : {};
    const [server, path] = [textOf(general['server']), textOf(general['articlepath'])];
    if (!path.includes('$1')) this.#listing.problem('it does not say where its pages are');
    else
      for (const { title } of objectsIn(query['allpages']))
        this.#listing.page(
          path.replace('$1', () => titleInPath(textOf(title))),
          '',
          canonicalize(server, this.#listing.url) ?? this.#listing.url,
        );
    if (!isObject(answer['continue'])) return;
    const next = new URL(this.#listing.url);
    for (const [name, value] of Object.entries(answer['continue'])) next.searchParams.set(name, textOf(value));
    this.#listing.more(next.href);
  }
}

/** As MediaWiki writes them: spaces are underscores, and these stand as they are. */
const titleInPath = (title: string): string =>
  encodeURIComponent(title.replaceAll(' ', '_')).replaceAll(/%(?:3A|2F|40|24|2C|3B)/g, (escape) => decodeURIComponent(escape));

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
