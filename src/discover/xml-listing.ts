import { SaxesParser, type SaxesTagPlain } from 'saxes';
import type { Listing } from './listing.ts';

/** Nothing in a sitemap or feed nests deeper. */
const DEPTH = 64;
/** Faults in the markup that are read over, before the file is given up. */
const FAULTS = 100;
/** Letters that may stand without a `>`. */
const HELD = 1_000_000;
/** Bare ampersands that are mended; 50,000 addresses have no more. */
const AMPERSANDS = 1_000_000;

/** What must be seen before the parser sees it. */
const CRITICAL = /<!\[CDATA\[|\]\]>|<!DOCTYPE\s+(?:html\b)?|&(?!(?:#\d{1,7}|#x[\da-f]{1,6}|amp|lt|gt|quot|apos);)/gi;

/** Elements that stand for one address each, in urlset, sitemapindex, RSS and RDF, Atom. */
const ENTRIES: ReadonlySet<string> = new Set(['url', 'sitemap', 'item', 'entry']);
/** Where an entry's date stands. */
const DATES: ReadonlySet<string> = new Set(['lastmod', 'updated', 'pubdate', 'date']);

/** How feeds in parts name the next one (RFC 5005). */
const ONWARD: ReadonlySet<string> = new Set(['next', 'prev-archive']);

interface Entry {
  readonly kind: string;
  readonly base: string;
  address: string;
  /** The permanent link of an RSS item that has no other. */
  guid: string;
  modified: string;
  /** The page in other languages. */
  readonly translations: string[];
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1).toLowerCase();

/** Reads a sitemap or feed in XML piece by piece. Namespaces are not insisted on; a document type ends the reading, so no entity expands. */
export class XmlListing {
  readonly #listing: Listing;
  readonly #parser = new SaxesParser<{ xmlns: false }>({ xmlns: false });
  readonly #path: string[] = [];
  readonly #bases: string[];
  #entry: Entry | null = null;
  #entries = 0;
  #permalink = false;
  #faults = 0;
  #stopped = false;
  #held = '';
  #inCdata = false;
  #ampersands = 0;

  constructor(listing: Listing) {
    this.#listing = listing;
    this.#bases = [listing.url];
    this.#parser.on('error', (error) => this.#fault(error.message));
    this.#parser.on('opentag', (tag) => this.#open(tag));
    this.#parser.on('text', (text) => this.#text(text));
    this.#parser.on('cdata', (text) => this.#text(text));
    this.#parser.on('closetag', () => this.#close());
  }

  /** Nothing more will be taken. */
  get done(): boolean {
    return this.#stopped || this.#listing.full;
  }

  write(text: string): void {
    // Whole tags and entities only, so that a bare & can be told from one whose end is still to come.
    const markup = this.#held + text;
    const end = markup.lastIndexOf('>') + 1;
    this.#held = markup.slice(end);
    if (this.#held.length > HELD) this.#stop(`it has no tag in ${HELD} characters`);
    this.#parse(markup.slice(0, end));
  }

  end(): void {
    if (this.done) return;
    this.#parse(this.#held);
    if (this.#stopped) return;
    this.#parser.close();
    if (this.#entries === 0 && this.#faults === 0) this.#listing.problem('it lists nothing');
  }

  #parse(markup: string): void {
    const mended = markup.replaceAll(CRITICAL, (token) => this.#mended(token));
    if (!this.#stopped) this.#parser.write(mended);
  }

  /** Addresses with a bare `&` are the commonest fault of sitemaps; outside CDATA it would swallow what follows. */
  #mended(token: string): string {
    if (token === ']]>') this.#inCdata = false;
    if (this.#inCdata || token === ']]>') return token;
    if (token !== '&') {
      this.#inCdata = token.startsWith('<![');
      if (/html$/i.test(token)) this.#stop('it is an HTML page, not a sitemap');
      else if (!this.#inCdata) this.#stop('it has a document type, which is not read');
      return token;
    }
    this.#listing.problem('it has & where &amp; must stand; they are taken as they are');
    this.#ampersands += 1;
    if (this.#ampersands > AMPERSANDS) this.#stop(`it has more than ${AMPERSANDS} bare &; the rest is not read`);
    return '&amp;';
  }

  #fault(message: string): void {
    this.#faults += 1;
    if (this.#faults === 1 && !this.#stopped) this.#listing.problem(`it is not well-formed: ${message}`);
    if (this.#faults > FAULTS) this.#stop(`it has more than ${FAULTS} faults; the rest is not read`);
  }

  #stop(why: string): void {
    // The parser goes on to the end of the piece it was given: what it finds after the first reason to stop is not heard.
    if (!this.#stopped) this.#listing.problem(why);
    this.#stopped = true;
    this.#entry = null;
  }

  #open({ name, attributes }: SaxesTagPlain): void {
    if (this.#stopped) return;
    const tag = localName(name);
    if (this.#path.length === 0 && tag === 'html') this.#stop('it is an HTML page, not a sitemap');
    this.#path.push(tag);
    if (this.#path.length > DEPTH) this.#stop(`it nests deeper than ${DEPTH} elements`);
    const outer = this.#bases.at(-1) ?? this.#listing.url;
    this.#bases.push(URL.parse(attributes['xml:base']?.toWellFormed() ?? '', outer)?.href ?? outer);
    if (this.#stopped) return;
    if (ENTRIES.has(tag))
      this.#entry = { kind: tag, base: this.#bases.at(-1) ?? outer, address: '', guid: '', modified: '', translations: [] };
    else if (this.#isField()) this.#field(tag, attributes);
    else if (tag === 'link' && this.#entry === null && ONWARD.has(attributes['rel'] ?? '')) this.#listing.more(attributes['href'] ?? '');
  }

  /** Whether the innermost element belongs to the entry itself, not to an image or a source within it. */
  #isField(): boolean {
    return this.#entry !== null && this.#path.at(-2) === this.#entry.kind;
  }

  #field(tag: string, attributes: Readonly<Record<string, string>>): void {
    const { rel = 'alternate', href = '', isPermaLink = 'true' } = attributes;
    if (tag === 'link' && this.#entry?.kind === 'entry' && rel === 'alternate') this.#entry.address ||= href;
    // Google's extension for sitemaps: <xhtml:link rel="alternate" hreflang="de" href="…"/>.
    if (tag === 'link' && this.#entry?.kind === 'url' && rel === 'alternate' && attributes['hreflang'] !== undefined)
      this.#entry.translations.push(href);
    if (tag === 'guid') this.#permalink = isPermaLink.trim().toLowerCase() === 'true';
  }

  #text(text: string): void {
    const entry = this.#entry;
    if (entry === null) return;
    const tag = this.#path.at(-1) ?? '';
    // A news sitemap has no other date than that of publication, one element further in.
    if (tag === 'publication_date' && this.#path.at(-3) === entry.kind) entry.modified ||= text;
    if (!this.#isField()) return;
    if (tag === 'loc' || (tag === 'link' && entry.kind === 'item')) entry.address += text;
    else if (tag === 'guid' && this.#permalink) entry.guid += text;
    else if (DATES.has(tag)) entry.modified = text;
  }

  #close(): void {
    const tag = this.#path.pop();
    this.#bases.pop();
    const entry = this.#entry;
    if (this.#stopped || entry === null || tag !== entry.kind) return;
    this.#entry = null;
    const address = entry.address.trim() || entry.guid;
    if (address === '') return;
    this.#entries += 1;
    if (entry.kind === 'sitemap') this.#listing.sitemap(address, entry.modified);
    else this.#listing.page(address, entry.modified, entry.base);
    for (const translation of entry.translations) this.#listing.page(translation, '', entry.base);
  }
}
