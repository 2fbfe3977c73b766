import type { FetchResponse } from '../fetch/fetch.ts';
import { classifyStatus, troubleOf } from '../fetch/retry.ts';
import { Recent } from '../recent.ts';
import type { Instant, PolitenessKey } from '../records.ts';
import type { Busy } from './render.ts';

/** What an answer says of its whole host, as one to a page would: null when the host may be asked for more. */
export function busyBy(response: FetchResponse): Busy | null {
  const meaning = classifyStatus(response.status);
  if (meaning !== 'rate-limited' && meaning !== 'server-error') return null;
  const { asked, host } = troubleOf(response);
  return host ? { asksMs: asked } : null;
}

const KEPT = 10_000;

/** Hosts that have named a time for which they want to be left alone: it counts for all pages of a renderer. */
export class BusyHosts {
  readonly #until = new Recent<PolitenessKey, Instant>(KEPT);

  has(key: PolitenessKey, now: Instant): boolean {
    const until = this.#until.get(key) ?? 0;
    if (until <= now) this.#until.delete(key);
    return until > now;
  }

  add(key: PolitenessKey, until: Instant): void {
    this.#until.set(key, until);
  }
}
