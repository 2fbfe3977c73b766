import type { FetchFailure, FetchResponse } from '../fetch/fetch.ts';
import type { Origin } from '../records.ts';
import { resolveHttp } from '../url/reference.ts';
import { robotsRedirects, type RobotsAnswer } from './answer.ts';

/**
 * Asks an origin for its robots.txt, following up to five redirects, also to other authorities (RFC 9309 §2.3.1.2). `fetch` makes one
 * guarded request, follows nothing, and should take bodies of some megabytes: what is beyond 500 KiB is cut when the file is read.
 */
export async function fetchRobots(origin: Origin, fetch: (url: string) => Promise<FetchResponse | FetchFailure>): Promise<RobotsAnswer> {
  let url = `${origin}/robots.txt`;
  for (let hops = 0; hops <= robotsRedirects; hops += 1) {
    const answer = await fetch(url);
    if (answer.kind === 'failure') return { kind: 'failure', reason: answer.reason, because: answer.because };
    if (!isRedirect(answer.status)) return { kind: 'response', status: answer.status, headers: answer.headers, body: answer.body };
    const location = answer.headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
    const next = redirectTarget(location, url);
    if (next === null) return { kind: 'bad-redirect', to: location ?? '' };
    url = next;
  }
  return { kind: 'too-many-redirects' };
}

/** The answers that name another place; 304 and 300 do not. */
export const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

/** Where a `Location` leads, without fragment; null when no robots.txt can be there. */
export const redirectTarget = (location: string | undefined, base: string): string | null =>
  location === undefined || location.trim() === '' ? null : resolveHttp(location, base);
