import { lineAt } from '../../html/lines.ts';
import { SaxesParser, type SaxesTagNS } from 'saxes';

/** One choice of terms. */
export interface RslLicence {
  readonly permits: RslTerms;
  readonly prohibits: RslTerms;
  /** Types of payment: `crawl`, `attribution`, `free` … */
  readonly payments: readonly string[];
  /** The markup, as evidence. */
  readonly quote: string;
  readonly line: number;
}

/** By kind; a kind that is missing was not mentioned, an empty one named nothing. */
export interface RslTerms {
  readonly usage?: readonly string[];
  readonly user?: readonly string[];
  readonly geo?: readonly string[];
}

export interface RslContent {
  readonly url: string;
  /** Where a token must be had before anything is used. */
  readonly server: string | null;
  readonly licences: readonly RslLicence[];
}

const namespace = /^https?:\/\/rslstandard\.org\/rsl\/?$/;
/** Larger ones are no terms that anybody wrote. */
const largest = 262_144;
const mostLicences = 1000;
const deepest = 64;

class NotRsl extends Error {}

/**
 * The contents that an RSL 1.0 document gives terms for, as a file, in a page, or within RSS; null when it is none: no XML, or without any in the
 * namespace, which is required. Entities are never expanded.
 */
export function parseRsl(text: string): readonly RslContent[] | null {
  if (text.length > largest) return null;
  const start = text.search(/[^\uFEFF\s]/);
  if (start < 0) return null;
  const reader = new RslReader(text.slice(start), lineAt(text, start));
  try {
    return reader.read();
  } catch (error) {
    if (error instanceof NotRsl) return null;
    throw error;
  }
}

type Writable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] | undefined ? E[] : T[K] };
type OpenLicence = Omit<Writable<RslLicence>, 'permits' | 'prohibits'> & {
  permits: Writable<RslTerms>;
  prohibits: Writable<RslTerms>;
  start: number;
};

class RslReader {
  readonly #text: string;
  /** On which its text begins. */
  readonly #firstLine: number;
  readonly #parser = new SaxesParser({ xmlns: true });
  readonly #contents: RslContent[] = [];
  #content: { url: string; server: string | null; licences: RslLicence[] } | null = null;
  #licence: OpenLicence | null = null;
  #terms: { readonly of: Writable<RslTerms>; readonly kind: keyof RslTerms; text: string } | null = null;
  #depth = 0;
  #count = 0;

  constructor(text: string, firstLine: number) {
    this.#text = text;
    this.#firstLine = firstLine;
    this.#parser.on('error', () => {
      throw new NotRsl();
    });
    this.#parser.on('opentag', (tag) => this.#open(tag));
    this.#parser.on('closetag', (tag) => this.#close(tag));
    this.#parser.on('text', (part) => this.#take(part));
    this.#parser.on('cdata', (part) => this.#take(part));
  }

  read(): readonly RslContent[] | null {
    this.#parser.write(this.#text).close();
    return this.#contents.length > 0 ? this.#contents : null;
  }

  #open(tag: SaxesTagNS): void {
    this.#depth += 1;
    if (this.#depth > deepest) throw new NotRsl();
    if (!namespace.test(tag.uri)) return;
    const attribute = (name: string): string | null => tag.attributes[name]?.value.trim() ?? null;
    if (tag.local === 'content') this.#content = { url: attribute('url') ?? '', server: attribute('server') || null, licences: [] };
    else if (tag.local === 'license') this.#openLicence();
    else if (this.#licence === null) return;
    else if (tag.local === 'payment') this.#licence.payments.push((attribute('type') ?? 'free').toLowerCase());
    else if (tag.local === 'permits' || tag.local === 'prohibits') {
      const kind = (attribute('type') ?? 'usage').toLowerCase();
      if (kind === 'usage' || kind === 'user' || kind === 'geo') this.#terms = { of: this.#licence[tag.local], kind, text: '' };
    }
  }

  #openLicence(): void {
    this.#count += 1;
    if (this.#count > mostLicences) throw new NotRsl();
    const start = this.#text.lastIndexOf('<', Math.max(0, this.#parser.position - 2));
    this.#licence = { permits: {}, prohibits: {}, payments: [], quote: '', line: this.#firstLine + this.#parser.line - 1, start };
  }

  #take(part: string): void {
    if (this.#terms !== null) this.#terms.text += part;
  }

  #close({ local, uri }: SaxesTagNS): void {
    this.#depth -= 1;
    if (!namespace.test(uri)) return;
    if (this.#terms !== null && (local === 'permits' || local === 'prohibits')) {
      const { of, kind, text } = this.#terms;
      of[kind] = [...(of[kind] ?? []), ...text.split(/[\s,]+/).filter((word) => word !== '')];
      this.#terms = null;
    } else if (local === 'license' && this.#licence !== null) {
      const { start, ...licence } = this.#licence;
      this.#content?.licences.push({
        ...licence,
        quote: this.#text.slice(start, Math.min(this.#parser.position, start + 500)).replaceAll(/\s+/g, ' '),
      });
      this.#licence = null;
    } else if (local === 'content' && this.#content !== null) {
      this.#contents.push(this.#content);
      this.#content = null;
    }
  }
}
