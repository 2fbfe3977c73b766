import type { Instant, PageUrl } from '../records.ts';
import { canonicalize } from '../url/canonical.ts';
import { instantOf } from './instant.ts';

export interface Listed {
  readonly url: PageUrl;
  /** When the list says that it changed last, or else was published. */
  readonly lastModified: Instant | null;
}

export interface Sitemap {
  readonly pages: readonly Listed[];
  /** Further sitemaps: the file is an index. */
  readonly sitemaps: readonly Listed[];
  /** Where the list goes on; null when this is all of it. */
  readonly next: PageUrl | null;
  /** What was wrong with the file, for people; what stood before a fault is kept. */
  readonly problems: readonly string[];
}

/** Collects what a sitemap or feed lists, each address once. */
export class Listing {
  /** Address of the file: what relative addresses are relative to. */
  readonly url: string;
  readonly #most: number;
  readonly #pages = new Map<PageUrl, Listed>();
  readonly #sitemaps = new Map<PageUrl, Listed>();
  readonly #problems = new Set<string>();
  #next: PageUrl | null = null;
  #full = false;

  constructor(url: string, most: number) {
    this.url = url;
    this.#most = most;
  }

  /** More was listed than is taken: there is no use in reading on. */
  get full(): boolean {
    return this.#full;
  }

  page(address: string, modified = '', base = this.url): void {
    this.#take(this.#pages, address, modified, base);
  }

  sitemap(address: string, modified: string): void {
    this.#take(this.#sitemaps, address, modified, this.url);
  }

  /** The list goes on there. */
  more(address: string): void {
    this.#next = address.trim() === '' ? null : canonicalize(address, this.url);
  }

  problem(text: string): void {
    this.#problems.add(text);
  }

  result(): Sitemap {
    return { pages: [...this.#pages.values()], sitemaps: [...this.#sitemaps.values()], next: this.#next, problems: [...this.#problems] };
  }

  #take(into: Map<PageUrl, Listed>, address: string, modified: string, base: string): void {
    if (this.#full || address.trim() === '') return;
    const url = canonicalize(address, base);
    if (url === null) this.problem('some entries are no http(s) addresses');
    else if (!into.has(url)) {
      this.#full = this.#pages.size + this.#sitemaps.size >= this.#most;
      if (this.#full) this.problem(`it lists more than ${this.#most} addresses; the rest is not read`);
      else into.set(url, { url, lastModified: instantOf(modified) });
    }
  }
}
