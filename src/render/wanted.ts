import type { Headers } from '../records.ts';

/** A request as the browser would make it. */
export interface Wanted {
  readonly url: string;
  readonly method: string;
  /** As the browser sorts its requests: `script`, `xhr`, `image` … */
  readonly type: string;
  readonly headers: Headers;
}

/** What the browser says of itself; the client says what Garner is. */
const BROWSERS_OWN = /^(?:sec-|cookie$|user-agent$|accept-language$|upgrade-insecure-requests$|dnt$|purpose$)/i;
const HEADER_BYTES = 8192;

/** Those that the page's scripts have set, as far as they are of a usual size, and those of the crawler. */
export function headersOf({ headers }: Wanted, further: Headers): Headers {
  const own = headers.filter(
    ([name]) => !BROWSERS_OWN.test(name) && !further.some(([other]) => other.toLowerCase() === name.toLowerCase()),
  );
  const bytes = own.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  return [...(bytes > HEADER_BYTES ? [] : own), ...further];
}
