import { connect as dialTcp, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import ipaddr from 'ipaddr.js';
import type { Headers } from '../records.ts';
import { aborted, type Fault, FaultError, faultOf, passing } from './fault.ts';
import { TurnLater } from './fetch.ts';
import { blocked, createGuard, type Guard, type NetworkRules, type Target } from './guard.ts';
import type { Pace } from './pace.ts';
import { isSocks, looksUpHere, type Proxy, tunnel } from './proxy.ts';
import type { Resolve } from './resolve.ts';
import { type Destination, portOfProxy, throughSocks } from './socks.ts';
import { encrypt, openSessions, type Sessions } from './tls.ts';
import { type Time, within } from './within.ts';

export interface Connected {
  /** Of a TCP connection, or of a TLS one whose certificate was verified. */
  readonly socket: Socket;
  /** That was dialled: of a proxy, or of the host. */
  readonly ip: string;
  /** Null when a proxy dialled it. */
  readonly hostIp: string | null;
  /** What a proxy that relays is told with every request; null where there is none. */
  readonly relay: Headers | null;
}

export interface ConnectOptions {
  /** For look-up, TCP and TLS together. */
  readonly limitMs: number;
  readonly signal: AbortSignal;
  /** The last word on a target, before the first byte: a fault refuses it. */
  readonly vet: (target: Target) => Fault | null;
  readonly proxy: Proxy | null;
  /** Called when the host has accepted a connection, or the proxy has. */
  readonly contacted: () => void;
  /** Called with the milliseconds spent waiting for a place in an address's token bucket, which are not the host's fault. */
  readonly paced: (ms: number) => void;
  /** Milliseconds to wait for a place in an address's token bucket; where it takes longer, `TurnLater` is thrown. */
  readonly patienceMs?: number | undefined;
}

export type Connect = (url: URL, options: ConnectOptions) => Promise<Connected>;

/** How long one address may take when there are others to try. */
const ATTEMPT_MS = 3000;

/**
 * The one way to open a connection: the guard vets the literal or every answer of the name server, only vetted addresses are dialled, and
 * what was reached is compared with what was dialled before anything is sent. Through a proxy, that is dialled in the same way, and the host is
 * vetted as far as it is known here. Rejects with a FaultError, or with `TurnLater`.
 */
export function createConnect(rules: NetworkRules, resolve: Resolve, pace: Pace): Connect {
  const guard = createGuard(rules, resolve);
  const sessions = openSessions();

  return async (url, { limitMs, signal, vet, contacted, paced, proxy, patienceMs = Number.POSITIVE_INFINITY }) => {
    let deadline = performance.now() + limitMs;
    const slow = passing('dns-timeout', `looking up ${url.hostname} took more than ${limitMs} ms`);
    const vetted = proxy === null || looksUpHere(proxy) ? guard(url.hostname, portOf(url)) : asFarAsKnown(guard, url);
    const target = await within(vetted, limitMs, slow, signal);
    const refusal = vet(target);
    if (refusal !== null) throw new FaultError(refusal);
    const dialled = proxy === null ? target : await within(guardProxy(rules, resolve, proxy), deadline - performance.now(), slow, signal);

    let failed: unknown;
    for (const [i, address] of dialled.addresses.entries()) {
      const patience = i === 0 ? patienceMs : Number.POSITIVE_INFINITY;
      const askedAt = performance.now();
      try {
        const waitMs = await pace(address, url.host, patience);
        if (waitMs > patience) throw new TurnLater(waitMs);
        if (waitMs > 0) await sleep(waitMs, undefined, { signal });
        if (signal.aborted) throw aborted();
      } finally {
        const tookMs = performance.now() - askedAt;
        paced(tookMs);
        deadline += tookMs;
      }
      const left = deadline - performance.now();
      const isLast = i === dialled.addresses.length - 1;
      try {
        const socket = await dial(dialled, address, { ms: isLast ? left : Math.min(left, ATTEMPT_MS), limitMs, signal });
        const time = (): Time => ({ ms: deadline - performance.now(), limitMs, signal });
        if (proxy !== null) {
          const through = await onward(socket, { proxy, dialled, target, url, sessions, time });
          contacted();
          return { socket: through, ip: address, hostIp: null, relay: isSecure(url) || isSocks(proxy) ? null : proxy.headers };
        }
        contacted();
        const ready = isSecure(url) ? await encrypt(socket, target, sessions, time()) : socket;
        return { socket: ready, ip: address, hostIp: address, relay: null };
      } catch (error) {
        failed = error;
        if (!(error instanceof NotReached) || deadline - performance.now() <= 0) break;
      }
    }
    const cause = failed instanceof NotReached ? failed.cause : failed;
    if (proxy === null || !(cause instanceof FaultError)) throw cause;
    throw new FaultError({ ...cause.fault, because: `by the proxy ${proxy.url.host}: ${cause.fault.because}` });
  };
}

const isSecure = ({ protocol }: URL): boolean => protocol === 'https:';
const portOf = (url: URL): number => (url.port === '' ? (isSecure(url) ? 443 : 80) : Number(url.port));

/** A name that nobody here can look up may be known to the proxy: it counts as public. */
const asFarAsKnown = (guard: Guard, url: URL): Promise<Target> =>
  guard(url.hostname, portOf(url)).catch((error: unknown) => {
    if (!(error instanceof FaultError) || !error.fault.reason.startsWith('dns-')) throw error;
    return { host: url.hostname, addresses: [], port: portOf(url), public: true };
  });

/** Whatever its port, which the config names; its address must be public, or among `network.allowPrivate`. */
const guardProxy = (rules: NetworkRules, resolve: Resolve, { url }: Proxy): Promise<Target> =>
  createGuard({ ...rules, ports: [portOfProxy(url)] }, resolve)(url.hostname, portOfProxy(url));

interface Onward {
  readonly proxy: Proxy;
  readonly dialled: Target;
  readonly target: Target;
  readonly url: URL;
  readonly sessions: Sessions;
  readonly time: () => Time;
}

/** From the proxy on: a tunnel to hosts with TLS, and through SOCKS to all, while plain requests are relayed. */
async function onward(socket: Socket, { proxy, dialled, target, url, sessions, time }: Onward): Promise<Socket> {
  const near = isSecure(proxy.url) ? await encrypt(socket, dialled, sessions, time()) : socket;
  if (!isSecure(url) && !isSocks(proxy)) return near;
  const { ms, limitMs, signal } = time();
  const late = passing('connect-timeout', `the proxy ${proxy.url.host} did not reach ${url.host} within ${limitMs} ms`);
  const through = isSocks(proxy)
    ? throughSocks(near, proxy, destinationOf(proxy, target, url), ms)
    : tunnel(near, proxy, `${url.hostname}:${portOf(url)}`);
  const far = await within(through, ms, late, signal).catch((error: unknown) => {
    near.destroy();
    throw error;
  });
  return isSecure(url) ? encrypt(far, target, sessions, time()) : far;
}

/** An address that the guard has vetted; or the name, where the proxy looks up names. */
function destinationOf(proxy: Proxy, { addresses, port }: Target, url: URL): Destination {
  const [address] = addresses;
  if (looksUpHere(proxy) && address !== undefined) return { host: address, port };
  return { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: portOf(url) };
}

/** Another address of the host may do better. */
class NotReached extends Error {}

function dial(target: Target, address: string, { ms, limitMs, signal }: Time): Promise<Socket> {
  const socket = dialTcp({ host: address, port: target.port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 });
  const connected = new Promise<Socket>((resolve, reject) => {
    socket.once('connect', () => {
      const { remoteAddress } = socket;
      if (remoteAddress !== undefined && isSame(remoteAddress, address)) return resolve(socket);
      socket.destroy();
      reject(new FaultError(blocked(target.host)));
    });
    // Stays for the socket's life: an error between two owners must not end the process.
    socket.on('error', (error) => reject(new NotReached('', { cause: new FaultError(faultOf(error, `${target.host} at ${address}`)) })));
  });
  const late = passing('connect-timeout', `${target.host} did not accept a connection within ${limitMs} ms`);
  return within(connected, ms, late, signal).catch((error: unknown) => {
    socket.destroy();
    throw error instanceof FaultError && error.fault === late ? new NotReached('', { cause: error }) : error;
  });
}

const isSame = (remote: string, dialled: string): boolean =>
  remote === dialled || ipaddr.process(remote).toString() === ipaddr.process(dialled).toString();
