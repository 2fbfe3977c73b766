import type { Socket } from 'node:net';
import { Client, errors } from 'undici';
import { basicOf } from '../config/access.ts';
import type { Headers } from '../records.ts';
import { type Fault, FaultError, final, passing } from './fault.ts';

/** A proxy that the config names. */
export interface Proxy {
  /** `http:`, `https:`; `socks5:`, which is given addresses, or `socks5h:`, which is given names. */
  readonly url: URL;
  /** What it is told of us. */
  readonly headers: Headers;
}

export const isSocks = ({ url }: Proxy): boolean => url.protocol.startsWith('socks5');

/** Whether names are looked up here, and the proxy is told an address. */
export const looksUpHere = ({ url }: Proxy): boolean => url.protocol === 'socks5:';

/** @throws TypeError for what is no URL. */
export function readProxy(text: string): Proxy {
  const url = new URL(text);
  const [user, password] = [url.username, url.password].map(decodeURIComponent);
  return { url, headers: url.username === '' ? [] : [['proxy-authorization', basicOf(user ?? '', password ?? '')]] };
}

/** Has a proxy connect an open socket on to a host (CONNECT, RFC 9110 §9.3.6). Rejects with a FaultError when it will not. */
export async function tunnel(socket: Socket, proxy: Proxy, authority: string): Promise<Socket> {
  let given = false;
  const client = new Client(proxy.url.origin, {
    connect: (_, callback) => {
      if (given) return callback(new errors.SocketError('the proxy has closed the connection'), null);
      given = true;
      queueMicrotask(() => callback(null, socket));
    },
  });
  const { statusCode, socket: through } = await client.connect({ path: authority, headers: Object.fromEntries(proxy.headers) });
  if (statusCode >= 200 && statusCode < 300) return through as Socket;
  through.destroy();
  throw new FaultError(refusedBy(proxy, authority, statusCode));
}

function refusedBy({ url }: Proxy, authority: string, status: number): Fault {
  const said = `the proxy ${url.host} answered ${status} when asked for ${authority}`;
  if (status === 407) return final('proxy-auth-required', `${said}: it wants a user name and a password in the proxy's address`);
  return status >= 500 ? passing('proxy-failed', said) : final('proxy-refused', said);
}
