import type { FetchFailure, FetchResponse } from '../fetch/fetch.ts';
import { isBusy, retryAfter } from '../fetch/retry.ts';

/** Whether a host was contacted just now, and what it said of being contacted again. */
export interface Contact {
  readonly contacted: boolean;
  /** What it took to answer; 0 when it was not asked. */
  readonly tookMs: number;
  /** For how long it does not want to be contacted, if it has said so (`Retry-After`). */
  readonly asksMs: number;
  /** Names the answer by which it is too busy (`http-429`, `http-503`); else null. */
  readonly busy: string | null;
}

export const unasked: Contact = { contacted: false, tookMs: 0, asksMs: 0, busy: null };

/** What a success says of being asked again is about something else. */
export function contactOf(answer: FetchResponse | FetchFailure): Contact {
  const { durationMs: tookMs } = answer;
  if (answer.kind === 'failure') return { ...unasked, contacted: answer.contacted, tookMs };
  const { status, headers, at } = answer;
  const asksMs = status > 299 ? (retryAfter(headers, at) ?? 0) : 0;
  return { contacted: true, tookMs, asksMs, busy: isBusy(status) ? `http-${status}` : null };
}
