import { isIPv4, isIPv6 } from 'node:net';

/** Where a server listens. */
export interface Listen {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
}

/** `127.0.0.1:3100`, `[::1]:3100`, `localhost:3100`; null for anything else. */
export function parseListen(text: string): Listen | null {
  const [, six, host = six ?? '', port] = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9.-]+)):(\d{1,5})$/i.exec(text) ?? [];
  if (port === undefined || Number(port) > 65_535 || (six !== undefined && !isIPv6(six))) return null;
  return { host, port: Number(port) };
}

/** Whether only this machine can reach it. */
export const isLoopback = ({ host }: Listen): boolean =>
  host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));

const ANY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/** The address for a browser on this machine. */
export function urlOf({ host, port }: Listen): string {
  const name = ANY_ADDRESS.has(host) ? '127.0.0.1' : host;
  return `http://${isIPv6(name) ? `[${name}]` : name}:${port}/`;
}
