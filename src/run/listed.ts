import { hash } from 'node:crypto';
import type { Instant, PageUrl } from '../records.ts';
import { Recent } from '../recent.ts';

type Maybe<Value> = Value | Promise<Value>;

/** A page with the date that a sitemap or feed gives of its last change. */
export interface Dated {
  readonly url: PageUrl;
  readonly lastModified: Instant;
}

/** When pages have changed last, as the sitemaps and feeds say that were read in a run, for all who work on it. */
export interface Listed {
  note(pages: readonly Dated[]): Maybe<void>;
  /** Null where no list has the page with a date. */
  lastModified(url: PageUrl): Maybe<Instant | null>;
}

/** 52 bits of a URL, which a double holds. */
export const listedKey = (url: PageUrl): number => Number(hash('sha256', url, 'buffer').readBigUInt64BE() >> 12n);

/** Dates that are kept: some 125 MB. */
const DATES = 1_000_000;

/** Of a run that one process works on. A page whose date is forgotten is due by what its own visits have shown. */
export class LocalListed implements Listed {
  readonly #dates: Recent<number, Instant>;

  constructor(most = DATES) {
    this.#dates = new Recent(most);
  }

  note(pages: readonly Dated[]): void {
    for (const { url, lastModified } of pages) {
      const key = listedKey(url);
      this.#dates.set(key, Math.max(lastModified, this.#dates.get(key) ?? 0));
    }
  }

  lastModified(url: PageUrl): Instant | null {
    return this.#dates.get(listedKey(url)) ?? null;
  }
}

/** The pages of a list that have a date. */
export const datedOf = (pages: readonly { readonly url: PageUrl; readonly lastModified: Instant | null }[]): readonly Dated[] =>
  pages.flatMap(({ url, lastModified }) => (lastModified === null ? [] : [{ url, lastModified }]));
