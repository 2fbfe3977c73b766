/**
 * The nouns of Garner, in the order a page meets them. Read this file first; it imports nothing.
 *
 * Every record is readonly and extends the one before it, so a record's type says how far its page has come:
 * Discovery → Visit → FetchOutcome → Capture → Cleared → Extracted → Refined → Document.
 * What can normally happen to a page (a 404, a robots rule, a timeout, a text too short) is a value here, never an
 * exception; exceptions are for bugs and broken disks.
 */

declare const brand: unique symbol;
type Brand<Base, Name> = Base & { readonly [brand]: Name };

/** A canonical absolute http(s) URL without fragment, as made by `url/canonical.ts`. */
export type PageUrl = Brand<string, 'PageUrl'>;
/** Scheme, host and port, e.g. `https://example.org` (RFC 6454); robots.txt is per origin. */
export type Origin = Brand<string, 'Origin'>;
/** A set of URLs of one origin, as `traps/pattern.ts` writes it: `https://example.org/calendar/{n}?month`. */
export type UrlPattern = Brand<string, 'UrlPattern'>;
/** What must not be visited twice at once: a registrable domain, or an IP literal, with any non-default port. */
export type PolitenessKey = Brand<string, 'PolitenessKey'>;
/** `sha256:` and 64 lower-case hex digits. */
export type Digest = Brand<string, 'Digest'>;
/** A WARC-Record-ID without its angle brackets: `urn:uuid:…`. */
export type RecordId = Brand<string, 'RecordId'>;
/** One crawl run, sortable by time: `20261124T030501Z-1a2b3c`. */
export type RunId = Brand<string, 'RunId'>;
/** Names one request of one URL in one run; recording it twice changes nothing. */
export type FetchId = Brand<string, 'FetchId'>;
/** Milliseconds since 1970-01-01T00:00:00Z. Everything inside is UTC. */
export type Instant = number;
/** Milliseconds of a day. */
export const DAY_MS = 86_400_000;

/** What a URL is fetched for. Only pages can become documents; `terms` are what pages of another host point to as their terms of use. */
export type Role = 'page' | 'sitemap' | 'feed' | 'terms';

/** How a URL became known: the page that names it, or where else it stood. */
export type Via = PageUrl | 'seed' | 'sitemap' | 'feed' | 'import';

/** A URL that has been found, is in scope, and waits to be fetched. */
export interface Discovery {
  readonly url: PageUrl;
  readonly key: PolitenessKey;
  /** Name of the crawler config that wants it. */
  readonly crawler: string;
  readonly role: Role;
  readonly via: Via;
  /** Links followed from a seed; a redirect keeps the depth of its source. */
  readonly depth: number;
  /** Redirects followed in a row to get here, 0 for all else. */
  readonly hops: number;
  /** Higher is fetched earlier within its host; integer, 0 to 255. */
  readonly priority: number;
  /** In a focused crawl: pages off its topic, in a row, that led here. */
  readonly astray?: number;
}

/** A discovery that has been leased. */
export interface Leased extends Discovery {
  /** Requests made for it so far in this run, not counting waits that were not its fault. */
  readonly attempt: number;
  /** Leases that ran out while it was in hand: whoever had it died, or hung. */
  readonly deaths: number;
}

/** The right to contact one host, for a while: at most one is alive per politeness key. */
export interface Visit {
  readonly key: PolitenessKey;
  readonly urls: readonly Leased[];
  /** Grows with every lease of the key; an engine refuses a settlement under an older fence. */
  readonly fence: string;
  readonly leaseMs: number;
}

export type StageName =
  | 'scope'
  | 'trap'
  | 'revisit'
  | 'budget'
  | 'robots'
  | 'fetch'
  | 'decode'
  | 'refine'
  | 'rights'
  | 'extract'
  | 'privacy'
  | 'language'
  | 'quality'
  | 'topic'
  | 'dedup';

/** Why something is not in the corpus. `stage/rule` is a manifest key, so the rule names the fault (`too-short`). */
export interface Drop {
  readonly stage: StageName;
  readonly rule: string;
  /** The evidence, for people: the line, the header, the figure and its limit. */
  readonly because: string;
  /** Of a drop for its rights: all that was read. */
  readonly evidence?: readonly Evidence[];
}

export type Step<T> = { readonly kept: true; readonly record: T } | { readonly kept: false; readonly drop: Drop };

/** Header names as received, in order, repeated headers repeated. */
export type Headers = readonly (readonly [name: string, value: string])[];

/** What whoever puts documents of their own into the archive says of them: it stands where a crawl has what a site says. */
export interface Statement {
  /** Name of the import. */
  readonly source: string;
  /** URL of the folder its documents stand in. */
  readonly base: string;
  /** SPDX expression. */
  readonly licence: string;
  /** Where that can be checked, or in what words it is granted; null when the statement stands alone. */
  readonly evidence: string | null;
  /** They have all rights in the documents, so that what these say to crawlers does not bind them. */
  readonly own: boolean;
  /** BCP 47 tag of documents that do not name their language. */
  readonly language: string | null;
  /** When it was stated, in these words, for the first time. */
  readonly at: Instant;
}

/** A response, a page rendered from one, or a document from disk, that was archived: the bytes themselves are in the archive, under `recordId`. */
export interface Capture {
  readonly recordId: RecordId;
  readonly url: PageUrl;
  readonly finalUrl: PageUrl;
  readonly at: Instant;
  /** 0 for a document from disk, for no server answered. */
  readonly status: number;
  readonly headers: Headers;
  /** Of the body with content and transfer codings removed. */
  readonly bodyDigest: Digest;
  /** Of a document from disk. */
  readonly statement?: Statement;
  /** Of a page as its scripts made it: `recordId` names that, and this the response it was made from. */
  readonly renderedFrom?: RecordId;
}

/** Where the archive put a record: a hint, verified on reading; the record id is the name. */
export interface ArchiveLocation {
  /** File name under `archive/`. */
  readonly segment: string;
  /** Bytes from the start of the segment to the gzip member. */
  readonly offset: number;
  /** Bytes of the gzip member. */
  readonly length: number;
}

/** How one fetch of one URL ended. */
export type FetchOutcome =
  /**
   * `robots` is the file it was fetched under: its digest, or why there was none (`unavailable`; `imported`: it came from disk). `hostFiles` names
   * that file and the others that spoke for the host, as the host facts keep them. `leads` is where the scripts of a rendered page wanted to go,
   * as far as that is in scope: no markup names it.
   */
  | {
      readonly kind: 'page';
      readonly capture: Capture;
      readonly location: ArchiveLocation;
      readonly robots: string;
      readonly hostFiles?: Digest;
      readonly leads?: readonly PageUrl[];
    }
  /**
   * The server said 304, or the same bytes came again: `of` is the capture that has them, `recordId` the revisit. `headers` are those of that
   * capture as this answer updates them (RFC 9111 §3.2), `robots` and `leads` are as with a page. Of a file that is as it was, `recordId` is the record
   * of today's statement.
   */
  | {
      readonly kind: 'unchanged';
      readonly recordId: RecordId;
      readonly of: RecordId;
      readonly headers: Headers;
      readonly robots: string;
      readonly hostFiles?: Digest;
      readonly leads?: readonly PageUrl[];
      readonly statement?: Statement;
    }
  | { readonly kind: 'redirect'; readonly status: number; readonly to: string; readonly recordId: RecordId }
  /** Not now: the URL goes back to the frontier. */
  | { readonly kind: 'deferred'; readonly reason: string; readonly because: string; readonly notBefore: Instant }
  /** We did not want it or were not allowed to: no request was made, or its answer was not taken. */
  | { readonly kind: 'refused'; readonly drop: Drop }
  /** The site or the network failed for good. */
  | { readonly kind: 'failed'; readonly reason: string; readonly because: string; readonly status?: number };

export type UseDecision = 'allow' | 'deny' | 'conditional' | 'unknown';

export interface Evidence {
  /** `source:mechanism:key=value`, e.g. `header:x-robots-tag:noai`. */
  readonly signal: string;
  /** The raw line, header or markup. */
  readonly quote: string;
  /** URL, file and line, or element where it stood. */
  readonly where: string;
  /** Of the file, from 1. */
  readonly line?: number;
  /** Of the file it stood in, or of the page; what a header says stands in neither. */
  readonly file?: Digest;
}

export interface Licence {
  /** SPDX id, `LicenseRef-*`, or null when unknown or contradictory. */
  readonly id: string | null;
  readonly scope?: 'page' | 'site' | 'other';
  readonly evidence: readonly Evidence[];
  readonly conflict?: string;
}

declare const cleared: unique symbol;

/** A rights assessment that lets a page go on. Only `rights/` can make one. */
export interface Clearance {
  readonly [cleared]: true;
  readonly uses: { readonly train: UseDecision; readonly aiInput: UseDecision; readonly search: UseDecision; readonly index: UseDecision };
  readonly licence: Licence;
  readonly signals: readonly string[];
  readonly evidence: readonly Evidence[];
  readonly obligations: readonly string[];
  /** The robots.txt that was asked: `sha256:…` of the file, or why there is none (`unavailable`). */
  readonly robots: string;
  readonly profile: 'standard' | 'strict';
  /** Of the project's own policy, where it is none of the profiles as they are. */
  readonly policy?: Digest;
  /** ISO 8601 instant as of which it was judged. */
  readonly at?: string;
  /** Name and version of what judged. */
  readonly engine: string;
}

export interface Cleared extends Capture {
  readonly rights: Clearance;
}

export type PageType = 'article' | 'documentation' | 'service' | 'forum' | 'collection' | 'listing' | 'product';

/** What an extractor makes of one page; no field is invented: null means the page does not say. */
export interface Extraction {
  readonly title: string | null;
  /** Plain text, paragraphs split by blank lines. */
  readonly text: string;
  /** CommonMark with GFM tables. */
  readonly markdown: string;
  readonly author: string | null;
  /** ISO 8601 date or instant. */
  readonly published: string | null;
  /** Likewise, of the last change. */
  readonly modified: string | null;
  readonly siteName: string | null;
  /** The address the page gives as its own: a claim, which decides nothing here. */
  readonly canonical: string | null;
  /** BCP 47 tag the page or its config declares. */
  readonly language: string | null;
  readonly pageType: PageType | null;
  /** 0 to 1, or null where the extractor cannot tell. */
  readonly confidence: number | null;
  /** Name and version, `readability@0.6.0`. */
  readonly extractor: string;
}

export interface Extracted extends Cleared, Extraction {}

/** What can be told of a text by itself. */
export interface Described {
  /** BCP 47: of the text as it reads, or what the page declares where that cannot be told; `und` when it declares nothing. */
  readonly language: string;
  /** How sure that is, 0 to 1; null for what is only declared. */
  readonly languageScore: number | null;
  /** Share of the text by language, where it has several. */
  readonly languages: Readonly<Record<string, number>>;
  /** Of the normalised text: equal digests are exact duplicates. */
  readonly contentDigest: Digest;
  /** By name; see docs/quality.md. */
  readonly measures: Readonly<Record<string, number>>;
  /** For near-duplicates: base64 of what `dedup/` makes. */
  readonly signature: string;
}

export interface Refined extends Omit<Extracted, 'language'>, Described {
  /** BCP 47 tag that the page or its config declares. */
  readonly declaredLanguage: string | null;
  /** Personal data that was masked, by kind. */
  readonly masked: Readonly<Record<string, number>>;
}

export interface Document extends Refined {
  /** Name of the topic whose corpus it is in. */
  readonly topic: string | null;
  /** How much it is about the topic, 0 to 1. */
  readonly topicScore: number | null;
  /** Of its text, by the o200k vocabulary; null where they were not counted. */
  readonly tokens: number | null;
  /** Hash of canonical URL and content digest: the same page with the same text has the same id. */
  readonly id: string;
  readonly dump: string;
  readonly run: RunId;
  readonly crawler: string;
  /** The id of the cluster's winner; its own id when alone. */
  readonly cluster: string;
  /** How many other captures carried the same text, or nearly. */
  readonly duplicates: number;
}
