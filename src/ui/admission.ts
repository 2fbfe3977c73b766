import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';

export interface Admission {
  readonly token: string;
  /** Host names, besides `localhost` and addresses, under which browsers may reach the server. */
  readonly names: readonly string[];
  /** Whether requests that could change something are refused. */
  readonly isReadOnly: boolean;
}

const COOKIE = 'garner-board';
const READING: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/**
 * Whether a Host header names this server as its owner would. A page elsewhere can make a name of its own resolve to 127.0.0.1 and have the
 * browser read what is there (DNS rebinding), but the browser then sends that name. An address cannot be rebound.
 */
export function isKnownHost(header: string | undefined, names: readonly string[]): boolean {
  const host = /^(?:\[([0-9a-f:.]+)\]|([^:[\]/@]+))(?::\d+)?$/i.exec(header ?? '');
  const name = (host?.[1] ?? host?.[2] ?? '').toLowerCase();
  return name === 'localhost' || isIP(name) !== 0 || names.some((each) => each.toLowerCase() === name);
}

/** Whether a browser sent it on behalf of another site. Programs send neither header. */
function isForeign(c: Context): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = c.req.header('origin');
  return origin !== undefined && URL.parse(origin)?.host !== c.req.header('host');
}

/** What an Authorization header says: the token of Bearer (RFC 6750), or the password of Basic (RFC 7617). */
export function tokenOf(header: string | undefined): string | null {
  const [, scheme = '', value = ''] = /^(bearer|basic) +(\S+)$/i.exec(header ?? '') ?? [];
  if (scheme.toLowerCase() !== 'basic') return value === '' ? null : value;
  const pair = Buffer.from(value, 'base64').toString();
  return pair.includes(':') ? pair.slice(pair.indexOf(':') + 1) : null;
}

/**
 * Lets in who has the token: in an Authorization header, in the cookie, or once in the address, which then sets the cookie. The cookie is no
 * copy of the token, and is worth nothing after a restart.
 */
export function admission({ token, names, isReadOnly }: Admission): MiddlewareHandler {
  const key = randomBytes(32);
  const digest = (text: string): Buffer => createHmac('sha256', key).update(text).digest();
  // Digests have one length, and say nothing about how much of a guess was right.
  const isSame = (given: string | null | undefined, wanted: string): boolean =>
    given !== null && given !== undefined && timingSafeEqual(digest(given), digest(wanted));
  const session = digest(`cookie of ${token}`).toString('base64url');

  return async (c, next) => {
    if (!isKnownHost(c.req.header('host'), names))
      return c.text('This name is not one of the board: `garner board --host NAME` adds it.\n', 421);
    const isReading = READING.has(c.req.method);
    const given = isReading ? c.req.query('token') : undefined;
    if (given !== undefined && isSame(given, token)) {
      setCookie(c, COOKIE, session, { httpOnly: true, sameSite: 'Strict', path: '/' });
      const url = new URL(c.req.url);
      url.searchParams.delete('token');
      // A path of two slashes would be the name of another host.
      return c.redirect(`${url.pathname.replace(/^\/+/, '/')}${url.search}`, 303);
    }
    if (!isSame(tokenOf(c.req.header('authorization')), token) && !isSame(getCookie(c, COOKIE), session)) {
      c.header('WWW-Authenticate', 'Basic realm="garner board", charset="UTF-8"');
      return c.text('The board wants its token: as the password, or as Authorization: Bearer.\n', 401);
    }
    if (!isReading && isForeign(c)) return c.text('This came from another site.\n', 403);
    if (!isReading && isReadOnly) return c.text('This board is read-only.\n', 405);
    return next();
  };
}
