import type { Origin, PageUrl } from '../records.ts';

/** Scheme, host and port (RFC 6454), e.g. `https://example.org`. */
export const originOf = (url: PageUrl): Origin => new URL(url).origin as Origin;
