import type { Headers } from '../records.ts';

/** What can go back to a server as it came: most send unquoted entity tags, and dates of all kinds, and know their own again. */
const SENDABLE = /^[\x20-\x7e]{1,1000}$/;

/** The headers that let a server answer 304 (RFC 9110 §13.1). Both, for servers that know only one of them; an entity tag wins. */
export function conditions({ etag, lastModified }: { readonly etag?: string; readonly lastModified?: string }): Headers {
  const own: readonly (readonly [string, string | undefined])[] = [
    ['if-none-match', etag],
    ['if-modified-since', lastModified],
  ];
  return own.flatMap(([name, value]) => (value !== undefined && SENDABLE.test(value.trim()) ? [[name, value.trim()] as const] : []));
}

/** Headers that describe the body, which a 304 does not have, or the connection: they stay as they came with the body. */
const KEPT: ReadonlySet<string> = new Set(
  'content-length content-encoding content-type content-range transfer-encoding connection keep-alive te trailer upgrade proxy-connection proxy-authenticate'.split(
    ' ',
  ),
);

/**
 * The headers of a stored response, updated by those of a 304: each that is named there takes the place of all of its name (RFC 9111 §3.2), and what is new
 * comes last.
 */
export function freshened(stored: Headers, received: Headers): Headers {
  const nameOf = ([name]: Headers[number]): string => name.toLowerCase();
  const news = received.filter((header) => !KEPT.has(nameOf(header)));
  const replaced = new Set(news.map(nameOf));
  const left = Map.groupBy(news, nameOf);
  const updated = stored.flatMap((header) => {
    const name = nameOf(header);
    if (!replaced.has(name)) return [header];
    const now = left.get(name) ?? [];
    left.delete(name);
    return now;
  });
  return [...updated, ...[...left.values()].flat()];
}
