import type { Headers, Instant } from '../records.ts';

/** What one request may cost. All durations in milliseconds, all sizes in bytes. */
export interface FetchLimits {
  /** Of the decoded body. */
  readonly body: number;
  readonly connect: number;
  readonly firstByte: number;
  readonly idle: number;
  readonly total: number;
  /** Bytes a second over 30 s. */
  readonly minRate: number;
}

export interface FetchRequest {
  readonly url: string;
  /** Besides user agent, accept and accept-encoding. */
  readonly headers?: Headers;
  /** What the config has for the origin of the URL is not sent: the request is made for somebody else. */
  readonly anonymous?: boolean;
  /** What to POST, at most 64 KiB; without it the request is a GET. Its `content-type` stands in `headers`. */
  readonly post?: string;
  readonly limits?: Partial<FetchLimits>;
  /** The body as it was sent: for files, of which a part is asked for by its bytes. No content coding is accepted. */
  readonly asItCame?: boolean;
  readonly signal?: AbortSignal;
  /** Asked just before anything is sent, when a connection stands: if it may not be, `fetch` rejects with `TurnLost`. */
  readonly mayStart?: (() => boolean) | undefined;
  /** Milliseconds to wait for a turn at the address at most: where it takes longer, `fetch` rejects with `TurnLater`. Default: as long as it takes. */
  readonly patienceMs?: number;
  /** Asked once the head is there: a reason ends the request as a failure with that reason, and the body is not read. */
  readonly admit?: (head: { readonly status: number; readonly headers: Headers }) => string | null;
}

/** A response that came whole; redirects are responses too, they are never followed here. */
export interface FetchResponse {
  readonly kind: 'response';
  readonly url: string;
  readonly at: Instant;
  /** What the host took, without the wait for a turn at its address. */
  readonly durationMs: number;
  /** Received over the wire, body only. */
  readonly wireBytes: number;
  /** Null when a proxy dialled. */
  readonly ip: string | null;
  /** As sent, but for secrets, whose values are withheld. */
  readonly requestHeaders: Headers;
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  /** Content codings removed. */
  readonly body: Uint8Array;
  /** Only with a status outside 2xx, where the status is what counts: why the body could not be read; it is empty then. */
  readonly bodyFault?: string;
}

/** No usable response. `reason` names the fault (`dns-not-found`, `first-byte-timeout`, `blocked-address`, `body-too-large` …). */
export interface FetchFailure {
  readonly kind: 'failure';
  readonly url: string;
  readonly at: Instant;
  readonly durationMs: number;
  readonly wireBytes: number;
  readonly reason: string;
  /** For people: what was seen, and the limit. */
  readonly because: string;
  /** Whether the same request may succeed later. */
  readonly retriable: boolean;
  /** Whether anything was sent to the host: then its rest is due. */
  readonly contacted: boolean;
}

/** The right to contact the host has ended: before anything was sent, or because we ourselves gave up waiting for the answer. */
export class TurnLost extends Error {
  override readonly name = 'TurnLost';
}

/** Too many others are to send to the address first. Nothing was sent; a request of the same host that comes after `waitMs` has its place. */
export class TurnLater extends Error {
  override readonly name = 'TurnLater';
  readonly waitMs: number;

  constructor(waitMs: number) {
    super();
    this.waitMs = waitMs;
  }
}

/** The only way out: every byte that leaves Garner goes through one of these. Never throws for what a network does. */
export interface HttpClient {
  fetch(request: FetchRequest): Promise<FetchResponse | FetchFailure>;
  close(): Promise<void>;
}
