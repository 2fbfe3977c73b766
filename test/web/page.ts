/** What a host answers to one request. */
export interface Reply {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  /**
   * `drip`: in small pieces, slowly. `cut`: the connection breaks in the middle of the body. `mute`: no answer ever. `endless`: the body
   * comes again and again.
   */
  readonly manner?: 'drip' | 'cut' | 'mute' | 'endless';
}

/** The same for every request, or by how often the path was asked for, counted from 1, and with which query. */
export type Answer = Reply | ((nth: number, query: URLSearchParams) => Reply);

/**
 * What a crawl of the synthetic web owes a URL:
 * `kept` is in the corpus once, `duplicate` is represented by another page, `dropped` is fetched but not in the corpus, `refused` is never
 * requested, `redirect` leads elsewhere, `failed` cannot be had, `waiting` must not be asked yet, `unjudged` may go either way.
 */
export type Outcome = 'kept' | 'duplicate' | 'dropped' | 'refused' | 'redirect' | 'failed' | 'waiting' | 'unjudged';

/** Ground truth about one URL. */
export interface Expectation {
  readonly url: string;
  readonly outcome: Outcome;
  /** For people: why so. */
  readonly because: string;
  readonly language?: string;
  readonly title?: string;
  /** The page's own paragraphs, in order: what an extractor should find. */
  readonly text?: readonly string[];
  /** Furniture that stands on the page and must not be in its text. */
  readonly absent?: readonly string[];
  /** Of a duplicate: the pages that carry the same text, itself among them. Exactly one of them is kept. */
  readonly sameAs?: readonly string[];
  /** An extractor may well take too much or too little of it: `text` and `absent` are what a perfect one would do. */
  readonly hard?: true;
  /** SPDX id that the page states; null for a contradiction. Left out where it states none. */
  readonly licence?: string | null;
}

export type Validator = 'etag' | 'last-modified' | 'none';

export interface Site {
  readonly host: string;
  /** By what the host tells whether a page has changed; `etag` when left out. */
  readonly validator?: Validator;
  /** By path, without query. */
  readonly pages: ReadonlyMap<string, Answer>;
  readonly expectations: readonly Expectation[];
  /** For paths that are not in `pages`: an endless part of the site. */
  readonly beyond?: (path: string, query: URLSearchParams) => Reply | null;
}

const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'utf8');

export function html(markup: string, headers: Reply['headers'] = []): Reply {
  return { status: 200, headers: [['Content-Type', 'text/html; charset=utf-8'], ...headers], body: bytesOf(markup) };
}

export function text(body: string, contentType = 'text/plain; charset=utf-8'): Reply {
  return { status: 200, headers: [['Content-Type', contentType]], body: bytesOf(body) };
}

export const redirect = (status: number, to: string): Reply => ({ status, headers: [['Location', to]], body: bytesOf('') });

export function failure(status: number, statusText: string, headers: Reply['headers'] = []): Reply {
  const body = `<!doctype html><title>${status}</title><h1>${status} ${statusText}</h1>`;
  return { status, headers: [['Content-Type', 'text/html; charset=utf-8'], ...headers], body: bytesOf(body) };
}
