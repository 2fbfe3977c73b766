import { connect as dialTcp, isIP, type Socket } from 'node:net';
import { checkServerIdentity, connect as startTls } from 'node:tls';
import { setTimeout as sleep } from 'node:timers/promises';
import ipaddr from 'ipaddr.js';
import { type Fault, FaultError, faultOf, passing } from './fault.ts';
import { TurnLater } from './fetch.ts';
import { blocked, type Guard, type Target } from './guard.ts';
import type { Pace } from './pace.ts';

export interface Connected {
  /** Of a TCP connection, or of a TLS one whose certificate was verified. */
  readonly socket: Socket;
  readonly ip: string;
  /** Milliseconds spent waiting for a place in the address's token bucket, which are not the host's fault. */
  readonly pacedMs: number;
}

export interface ConnectOptions {
  /** For look-up, TCP and TLS together. */
  readonly limitMs: number;
  readonly signal: AbortSignal;
  /** The last word on a target, before the first byte: a fault refuses it. */
  readonly vet: (target: Target) => Fault | null;
  /** Called when the host has accepted a connection. */
  readonly contacted: () => void;
  /** Milliseconds to wait for a place in an address's token bucket; where it takes longer, `TurnLater` is thrown. */
  readonly patienceMs?: number | undefined;
}

export type Connect = (url: URL, options: ConnectOptions) => Promise<Connected>;

const SESSIONS_KEPT = 1000;
/** How long one address may take when there are others to try. */
const ATTEMPT_MS = 3000;

/**
 * The one way to open a connection: the guard vets the literal or every answer of the name server, only vetted addresses are dialled, and
 * what was reached is compared with what was dialled before anything is sent. Rejects with a FaultError, or with `TurnLater`.
 */
export function createConnect(guard: Guard, pace: Pace): Connect {
  const sessions = new Map<string, Buffer>();

  return async (url, { limitMs, signal, vet, contacted, patienceMs = Number.POSITIVE_INFINITY }) => {
    const secure = url.protocol === 'https:';
    let deadline = performance.now() + limitMs;
    const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
    const slow = passing('dns-timeout', `looking up ${url.hostname} took more than ${limitMs} ms`);
    const target = await within(guard(url.hostname, port), limitMs, slow, signal);
    const refusal = vet(target);
    if (refusal !== null) throw new FaultError(refusal);

    let pacedMs = 0;
    let failed: unknown;
    for (const [i, address] of target.addresses.entries()) {
      const patience = i === 0 ? patienceMs : Number.POSITIVE_INFINITY;
      const waitMs = pace.reserve(address, Date.now(), url.host, patience);
      if (waitMs > patience) throw new TurnLater(waitMs);
      if (waitMs > 0) await sleep(waitMs, undefined, { signal });
      pacedMs += waitMs;
      deadline += waitMs;
      const left = deadline - performance.now();
      const isLast = i === target.addresses.length - 1;
      try {
        const socket = await dial(target, address, { ms: isLast ? left : Math.min(left, ATTEMPT_MS), limitMs, signal });
        contacted();
        const ready = secure ? await encrypt(socket, target, sessions, { ms: deadline - performance.now(), limitMs, signal }) : socket;
        return { socket: ready, ip: address, pacedMs };
      } catch (error) {
        failed = error;
        if (!(error instanceof NotReached) || deadline - performance.now() <= 0) break;
      }
    }
    throw failed instanceof NotReached ? failed.cause : failed;
  };
}

interface Time {
  /** For this step. */
  readonly ms: number;
  /** The limit as configured, for people. */
  readonly limitMs: number;
  readonly signal: AbortSignal;
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

async function encrypt(
  socket: Socket,
  { host, port }: Target,
  sessions: Map<string, Buffer>,
  { ms, limitMs, signal }: Time,
): Promise<Socket> {
  const key = `${host}:${port}`;
  const session = sessions.get(key);
  const tls = startTls({
    socket,
    ALPNProtocols: ['http/1.1'],
    // The name in the URL is what the certificate must carry, wherever it was dialled.
    ...(isIP(host) === 0 && { servername: host }),
    checkServerIdentity: (_, certificate) => checkServerIdentity(host, certificate),
    ...(session && { session }),
  });
  tls.on('session', (fresh) => {
    sessions.delete(key);
    sessions.set(key, fresh);
    const oldest = sessions.keys().next();
    if (sessions.size > SESSIONS_KEPT && oldest.done !== true) sessions.delete(oldest.value);
  });
  const ready = new Promise<Socket>((resolve, reject) => {
    tls.once('secureConnect', () => resolve(tls));
    tls.on('error', (error) => reject(new FaultError(faultOf(error, host))));
  });
  return within(ready, ms, passing('connect-timeout', `${host} did not finish the TLS handshake within ${limitMs} ms`), signal).catch(
    (error: unknown) => {
      sessions.delete(key);
      tls.destroy();
      throw error;
    },
  );
}

/** Rejects with the fault when the promise takes longer. After a busy spell, what has arrived meanwhile still counts. */
async function within<T>(promise: Promise<T>, ms: number, late: Fault, signal: AbortSignal): Promise<T> {
  let stop: (() => void) | undefined;
  const ended = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => setImmediate(() => reject(new FaultError(late))), Math.max(0, ms));
    const abort = (): void => reject(new FaultError(passing('aborted', 'the request was given up')));
    signal.addEventListener('abort', abort);
    stop = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    };
  });
  try {
    return await Promise.race([promise, ended]);
  } finally {
    stop?.();
  }
}
