import type { Capture, FetchOutcome, Headers } from '../records.ts';

/** Headers that differ with every answer and say nothing about the page. A later answer may update the others (RFC 9111 §3.2). */
const VOLATILE: ReadonlySet<string> = new Set(
  'date age expires etag last-modified set-cookie connection keep-alive via server server-timing x-cache x-request-id cf-ray'.split(' '),
);

export const lasting = (headers: Headers): Headers => headers.filter(([name]) => !VOLATILE.has(name.toLowerCase()));

type Said = Pick<Capture, 'headers' | 'statement'> & Pick<Extract<FetchOutcome, { kind: 'page' }>, 'robots' | 'hostFiles'>;

/** What a visit heard of a page beside its body, by which its rights are judged: the same text when that was the same. */
export const saidOf = ({ headers, statement, robots, hostFiles }: Said): string =>
  JSON.stringify([lasting(headers), statement, robots, hostFiles]);
