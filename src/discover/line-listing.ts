import type { Listing } from './listing.ts';

/** More than any address has. */
const LONGEST_LINE = 10_000;

/** Reads a plain text sitemap piece by piece: one address a line. */
export class LineListing {
  readonly #listing: Listing;
  #rest = '';
  #lines = 0;
  #addresses = 0;

  constructor(listing: Listing) {
    this.#listing = listing;
  }

  get done(): boolean {
    return this.#listing.full;
  }

  write(text: string): void {
    const lines = (this.#rest + text).split(/[\r\n]+/);
    this.#rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
    for (const line of lines) this.#line(line);
  }

  end(): void {
    this.#line(this.#rest);
    if (this.#addresses === 0) this.#listing.problem('it lists nothing');
    else if (this.#addresses < this.#lines) this.#listing.problem('some lines are no addresses');
  }

  #line(line: string): void {
    if (line.trim() === '') return;
    this.#lines += 1;
    if (!/^\s*https?:/i.test(line)) return;
    this.#addresses += 1;
    this.#listing.page(line);
  }
}
