import type { Socket } from 'node:net';
import { SocksClient } from 'socks';
import { type Fault, FaultError, final, passing } from './fault.ts';
import type { Proxy } from './proxy.ts';

/** Whom a SOCKS proxy is asked for: an address, or a name that it looks up. */
export interface Destination {
  readonly host: string;
  readonly port: number;
}

/** Has a SOCKS5 proxy connect an open socket on to a host (RFC 1928), with a name and a password if it has some (RFC 1929). Rejects with a FaultError. */
export async function throughSocks(socket: Socket, { url }: Proxy, destination: Destination, ms: number): Promise<Socket> {
  const [userId, password] = [url.username, url.password].map(decodeURIComponent);
  try {
    await SocksClient.createConnection({
      proxy: { host: url.hostname, port: portOfProxy(url), type: 5, ...(userId !== '' && { userId, password }) },
      command: 'connect',
      destination: { ...destination },
      existing_socket: socket,
      timeout: Math.max(1, Math.ceil(ms)),
    });
    return socket;
  } catch (error) {
    socket.destroy();
    throw new FaultError(refusedBy(url, destination, error instanceof Error ? error.message : String(error)));
  }
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443, 'socks5:': 1080, 'socks5h:': 1080 };

export const portOfProxy = ({ port, protocol }: URL): number => (port === '' ? (DEFAULT_PORTS[protocol] ?? 80) : Number(port));

/** The library tells what the proxy answered in words alone. */
function refusedBy({ host }: URL, to: Destination, message: string): Fault {
  const said = `the proxy ${host} did not connect to ${to.host}:${to.port} (${message})`;
  if (/authentication|auth type/i.test(message)) return final('proxy-auth-required', `${said}: it wants another user name and password`);
  return /NotAllowed/.test(message) ? final('proxy-refused', said) : passing('proxy-failed', said);
}
