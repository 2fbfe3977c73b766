import { z } from 'zod';
import type { Headers, PageUrl } from '../records.ts';
import { originOf } from '../url/origin.ts';
import type { CrawlerConfig } from './crawler.ts';
import { isSecretHeader, requestHeaders } from './headers.ts';
import { checked } from './web.ts';

/** RFC 6265 §4.1.1, as servers set and expect it: quotes may be part of the value. */
const COOKIE = /^[\u0021\u0023-\u002B\u002D-\u003A\u003C-\u005B\u005D-\u007E"]*$/;
const COOKIE_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** An origin as URLs spell it: what else would be compared with what is requested? */
const origin = checked((text) => {
  const url = URL.parse(text);
  const message = 'expected an origin: scheme, host and any port, such as https://example.org';
  if (url === null || !/^https?:$/.test(url.protocol)) return message;
  if (url.username !== '' || url.password !== '') return { message: 'a user name or password belongs into `basic`', secret: true };
  return url.origin === text ? null : { message, suggestion: url.origin };
});

export const proxyUrl = checked((text) => {
  const url = URL.parse(text);
  const message = 'expected a proxy such as http://proxy.example.org:3128 or socks5h://proxy.example.org:1080';
  if (
    url === null ||
    !/^(?:https?|socks5h?):$/.test(url.protocol) ||
    url.hostname === '' ||
    !/^\/?$/.test(url.pathname) ||
    url.search !== '' ||
    url.hash !== ''
  )
    return { message, secret: true };
  return null;
});

const basic = z
  .strictObject({
    user: z.string().regex(/^[^:\p{Cc}]+$/u, 'a name without a colon (RFC 7617)'),
    password: z
      .string()
      .regex(/^\P{Cc}*$/u, 'a text on one line')
      .describe('As ${env:NAME}'),
  })
  .describe('Basic authentication (RFC 7617)');

const access = z.strictObject({
  headers: requestHeaders.optional().describe('Request headers'),
  cookies: z
    .record(
      z.string().regex(COOKIE_NAME, 'the name of a cookie'),
      z.string().regex(COOKIE, 'the value of a cookie: no spaces, commas, semicolons'),
    )
    .optional()
    .describe('Cookies; those that the server sets are not kept'),
  basic: basic.optional(),
  proxy: z
    .union([z.literal('none'), proxyUrl])
    .optional()
    .describe('A proxy for this origin; none: no proxy, whatever network.proxy says'),
});

export const originAccess = z
  .record(origin, access)
  .describe('What opens the doors of an origin, and goes to no other; secrets as ${env:NAME}');

/** What is sent to one origin and to no other. */
export interface OriginAccess {
  readonly headers: Headers;
  /** Undefined: as network.proxy says; null: none. */
  readonly proxy: string | null | undefined;
}

/** By origin. */
export type Access = ReadonlyMap<string, OriginAccess>;

/** What the crawlers have stated, by origin. Secrets among the `headers` of a crawler go to the origins of its seeds alone. */
export function accessOf(crawlers: Iterable<CrawlerConfig>): Access {
  const all = new Map<string, OriginAccess>();
  for (const { headers, seeds, access: stated = {} } of crawlers) {
    const secrets = Object.entries(headers).filter(([name]) => isSecretHeader(name));
    if (secrets.length > 0) for (const seed of seeds) all.set(originOf(seed as PageUrl), { headers: secrets, proxy: undefined });
    for (const [name, each] of Object.entries(stated)) {
      const known = all.get(name)?.headers ?? [];
      const own = headersOf(each);
      const given = new Set(own.map(([header]) => header.toLowerCase()));
      all.set(name, {
        headers: [...known.filter(([header]) => !given.has(header.toLowerCase())), ...own],
        proxy: each.proxy === 'none' ? null : each.proxy,
      });
    }
  }
  return all;
}

function headersOf({ headers = {}, cookies = {}, basic: login }: z.infer<typeof access>): Headers {
  const pairs = Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
  return [
    ...Object.entries(headers),
    ...(pairs.length === 0 ? [] : [['Cookie', pairs.join('; ')] as const]),
    ...(login === undefined ? [] : [['Authorization', basicOf(login.user, login.password)] as const]),
  ];
}

/** The credentials of basic authentication, in UTF-8 (RFC 7617 §2.1). */
export const basicOf = (user: string, password: string): string => `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;

/** The further headers of a crawler that may go to any of its hosts. */
export const openHeaders = ({ headers }: Pick<CrawlerConfig, 'headers'>): Headers =>
  Object.entries(headers).filter(([name]) => !isSecretHeader(name));
