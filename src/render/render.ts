import type { Headers, PageUrl } from '../records.ts';

/** What one page may cost. */
export interface RenderLimits {
  /** Pages in the browser at once. */
  readonly pages: number;
  /** Milliseconds for one page: what stands there by then is taken. */
  readonly deadline: number;
  /** Requests that the scripts of one page may make. */
  readonly requests: number;
  /** Bytes that they may receive in all. */
  readonly bytes: number;
}

/** Whether a page may request a URL, as far as the robots.txt of its origin goes. */
export interface Leave {
  /** Null, or why it is refused. */
  readonly refusal: string | null;
  /** Milliseconds for which the host wants to be left alone, if it was asked for robots.txt just now and has said so; else 0. */
  readonly asksMs: number;
}

/** A host has had enough requests: it has answered 429 or 503, or an error with `Retry-After`. */
export interface Busy {
  /** Milliseconds for which it wants to be left alone; null when it has named no time. */
  readonly asksMs: number | null;
}

/** A page that has been fetched, and is to be rendered: the browser gets this response, and the host is not asked for it again. */
export interface RenderRequest {
  readonly url: PageUrl;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** Bytes that the rendered page may have. */
  readonly most: number;
  /**
   * Asked before every request that the page makes. What it requests itself ends with the signal. It may reject with `TurnLost`, which ends the
   * rendering.
   */
  readonly mayRequest: (url: PageUrl, signal: AbortSignal) => Promise<Leave>;
  /** Further headers of such a request. */
  readonly headersFor: (url: PageUrl) => Headers;
  /** Whether a URL belongs to the crawler of the page: what the config has for its origin is sent only then. */
  readonly isOurs: (url: PageUrl) => boolean;
  /** Whether the page's own host may still be contacted. */
  readonly mayStart: () => boolean;
}

/** One request that a page made, or wanted to make. */
export interface SubRequest {
  readonly url: string;
  /** The status that answered it, or why there was no answer: `refused robots`, `failed blocked-address`. */
  readonly ended: string;
  /** Whether it went over the network. */
  readonly sent: boolean;
}

export interface Rendered {
  readonly kind: 'rendered';
  /** The document as HTML in UTF-8. */
  readonly dom: Uint8Array;
  /** In the order in which they ended. */
  readonly requests: readonly SubRequest[];
  /** Received by these. */
  readonly bytes: number;
  readonly durationMs: number;
  /** Null while the page's own host has answered all that was asked of it. */
  readonly ownHostBusy: Busy | null;
  /** Where the page wanted to go, which is not followed. */
  readonly leads: readonly string[];
  /** False when it was taken as it stood at the deadline. */
  readonly quiet: boolean;
  /** Name and version: `Chromium/156.0.8078.108`. */
  readonly browser: string;
}

export interface RenderFailure extends Omit<Rendered, 'kind' | 'dom' | 'leads' | 'quiet' | 'browser'> {
  readonly kind: 'failure';
  /** `render-hung`, `render-crashed`, `render-too-large`, `browser-failed`. */
  readonly reason: string;
  readonly because: string;
}

/** Turns pages into what their scripts make of them. Never throws for what a page does. */
export interface Renderer {
  /** Waits for a free place first. Rejects with `TurnLost` when `mayRequest` or `mayStart` ended it. */
  render(request: RenderRequest): Promise<Rendered | RenderFailure>;
  /** Whether a page would be rendered at once. */
  readonly hasRoom: boolean;
  close(): Promise<void>;
}
