import { DAY_MS, type Headers, type Instant } from '../records.ts';
import type { FetchResponse } from './fetch.ts';

const HOUR_MS = 3_600_000;

/** The three forms of an HTTP date (RFC 9110 §5.6.7). */
const HTTP_DATE =
  /^(?:\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT|\w{6,9}, \d{2}-\w{3}-\d{2} \d{2}:\d{2}:\d{2} GMT|\w{3} \w{3} [ \d]\d \d{2}:\d{2}:\d{2} \d{4})$/;

/**
 * Milliseconds that a server asks to wait (Retry-After, RFC 9110 §10.2.3), at most 24 h. Null when it asks for nothing, for no time at all
 * or for what cannot be understood: then back off.
 */
export function retryAfter(headers: Headers, now: Instant): number | null {
  const value = headers.find(([name]) => name.toLowerCase() === 'retry-after')?.[1].trim() ?? '';
  const waitMs = /^\d+$/.test(value) ? Number(value) * 1000 : HTTP_DATE.test(value) ? instantOf(value) - now : Number.NaN;
  return waitMs > 0 ? Math.min(waitMs, DAY_MS) : null;
}

/** The asctime form has no zone and is UTC. */
const instantOf = (date: string): Instant => Date.parse(date.endsWith('GMT') ? date : `${date} GMT`);

/** Milliseconds before the next try: `base` doubled with every attempt (the first is 0), up to an hour, less a random part of up to half. */
export function backoff(attempt: number, random: () => number, base: number): number {
  const full = Math.min(base * 2 ** Math.max(0, attempt), HOUR_MS);
  return Math.round(full * (1 - random() / 2));
}

/** Whether an answer is about the whole host, which has too much to do. */
export const isBusy = (status: number | null): boolean => status === 429 || status === 503;

export interface Trouble {
  /** Milliseconds the server asked for. */
  readonly asked: number | null;
  /** It is the whole host's trouble. */
  readonly host: boolean;
}

/** What an answer that is no good says of its host. */
export function troubleOf({ status, headers, at }: FetchResponse): Trouble {
  const asked = retryAfter(headers, at);
  return { asked, host: asked !== null || isBusy(status) };
}

export type StatusClass =
  | 'page'
  /** Nothing to read: 204, 205. */
  | 'empty'
  /** 206, though no range was asked for. */
  | 'partial'
  | 'redirect'
  | 'unchanged'
  | 'rate-limited'
  /** The server's trouble, or a passing one: may be over later. */
  | 'server-error'
  | 'gone'
  | 'not-found'
  | 'auth-required'
  | 'client-error'
  /** No status that a GET of a page should get. */
  | 'unexpected';

const CLASSES: Readonly<Record<number, StatusClass>> = {
  200: 'page',
  203: 'page',
  204: 'empty',
  205: 'empty',
  206: 'partial',
  301: 'redirect',
  302: 'redirect',
  303: 'redirect',
  304: 'unchanged',
  307: 'redirect',
  308: 'redirect',
  401: 'auth-required',
  404: 'not-found',
  407: 'auth-required',
  408: 'server-error',
  410: 'gone',
  425: 'server-error',
  429: 'rate-limited',
};

/** What a status means for a page (RFC 9110 §15). 202 is no page: the content is promised, not given, and bot walls answer so. */
export function classifyStatus(status: number): StatusClass {
  const known = CLASSES[status];
  if (known !== undefined) return known;
  if (status >= 500) return 'server-error';
  return status >= 400 ? 'client-error' : 'unexpected';
}
