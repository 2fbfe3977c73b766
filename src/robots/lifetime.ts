import type { Headers } from '../records.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long an answer is used (RFC 9309 §2.4: at most a day); the floor keeps `no-store` from doubling every request. */
const shortest = 5 * minute;
const longest = day;
/** How long a last good copy stands in while the file cannot be had (Google's ladder). */
export const staleFor = 30 * day;

/** Milliseconds that an answer with these headers may be used. */
export function lifetimeOf(headers: Headers): number {
  const control = headers
    .filter(([name]) => name.toLowerCase() === 'cache-control')
    .map(([, value]) => value.toLowerCase())
    .join(',');
  if (/(?:^|[\s,])no-(?:store|cache)(?:$|[\s,=])/.test(control)) return shortest;
  const seconds = /(?:^|[\s,])max-age\s*=\s*"?(\d{1,10})/.exec(control)?.[1];
  return seconds === undefined ? longest : Math.min(Math.max(Number(seconds) * 1000, shortest), longest);
}

/** Milliseconds until the next try after so many failures in a row: a minute, doubling up to an hour; longer if the server says so. */
export function waitAfter(failures: number, headers: Headers, now: number): number {
  const backoff = Math.min(minute * 2 ** Math.min(failures - 1, 10), hour);
  return Math.max(backoff, askedWait(headers, now));
}

/** `Retry-After` (RFC 9110 §10.2.3) in milliseconds from now, at most a day; 0 when there is none. */
export function askedWait(headers: Headers, now: number): number {
  const value = headers.find(([name]) => name.toLowerCase() === 'retry-after')?.[1].trim() ?? '';
  if (/^\d+$/.test(value)) return Math.min(Number(value) * 1000, day);
  const date = /^[A-Za-z]{3,9},/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? 0 : Math.min(Math.max(0, date - now), day);
}
