import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Connect, type ConnectOptions, createConnect } from './connector.ts';
import { Exchange } from './exchange.ts';
import { aborted, type Fault, faultOf } from './fault.ts';
import { type FetchLimits, type FetchRequest, TurnLater, TurnLost } from './fetch.ts';
import type { NetworkRules } from './guard.ts';
import { type Connection, KeepAlive } from './keep-alive.ts';
import type { Pace } from './pace.ts';
import type { Proxy } from './proxy.ts';
import { cachedResolve, type Resolve } from './resolve.ts';

export interface TransportOptions {
  readonly network: NetworkRules;
  readonly resolve: Resolve;
  readonly vet: ConnectOptions['vet'];
  readonly pace: Pace;
}

/** One request to be sent. */
export interface Outgoing {
  readonly url: URL;
  /** Name, value, name, value; without host and connection. */
  readonly headers: readonly string[];
  readonly proxy: Proxy | null;
  /** A GET without it. */
  readonly post: string | undefined;
  readonly limits: FetchLimits;
  readonly admit: FetchRequest['admit'];
  readonly mayStart: FetchRequest['mayStart'];
  readonly patienceMs: FetchRequest['patienceMs'];
  readonly signal: AbortSignal | undefined;
  /** Called when the host has been reached. */
  readonly contacted: () => void;
  /** Called with the milliseconds for which the request waited for its turn at the address. */
  readonly paced: (ms: number) => void;
}

export interface Sent {
  readonly exchange: Exchange;
  /** Null when the response came whole. */
  readonly fault: Fault | null;
  /** Null when a proxy dialled. */
  readonly ip: string | null;
}

/** What a connection that the server had already closed looks like. */
const STALE = new Set(['connection-closed', 'connection-reset']);
/** What crosses a request on its way is here within a round trip; a server that closes later may have worked on the request. */
const STALE_MS = 200;

/** A server may close a kept connection just when it is used again. Nothing was done then, so a new connection is no second try (RFC 9110 §9.2.2). */
const isStale = ({ fault, exchange }: Sent, tookMs: number): boolean =>
  fault !== null && !exchange.answered && STALE.has(fault.reason) && tookMs < STALE_MS;

/** Sends requests over guarded connections, kept open between them; every request takes its turn at its IP address. */
export class Transport {
  readonly #connect: Connect;
  readonly #pace: Pace;
  readonly #vet: ConnectOptions['vet'];
  readonly #keepAlive = new KeepAlive();
  readonly #exchanges = new Set<Exchange>();
  readonly #closing = new AbortController();

  constructor({ network, resolve, vet, pace }: TransportOptions) {
    this.#pace = pace;
    this.#connect = createConnect(network, cachedResolve(resolve, Date.now), pace);
    this.#vet = vet;
    setMaxListeners(0, this.#closing.signal);
  }

  /** Rejects with a FaultError when nothing could be sent. */
  async send(outgoing: Outgoing): Promise<Sent> {
    if (this.#closing.signal.aborted || outgoing.signal?.aborted === true) throw aborted();
    // Waiting for one's turn at an address is not the host's fault: the time limit moves along.
    let deadline = performance.now() + outgoing.limits.total;
    // What is posted goes over a new connection: one that turns out to be closed would leave open whether it has arrived.
    const kept = outgoing.post === undefined ? this.#keepAlive.take(outgoing.url.origin) : null;
    if (kept !== null) {
      deadline += await this.#takeTurn(kept, outgoing);
      const sentAt = performance.now();
      const sent = kept.isOpen ? await this.#exchange(kept, outgoing, deadline) : null;
      if (sent !== null && !isStale(sent, performance.now() - sentAt)) return sent;
    }
    const paced = (ms: number): void => {
      deadline += ms;
      outgoing.paced(ms);
    };
    const connected = await this.#connect(outgoing.url, {
      limitMs: Math.min(outgoing.limits.connect, outgoing.limits.total),
      signal: this.#interrupts(outgoing),
      vet: this.#vet,
      proxy: outgoing.proxy,
      contacted: outgoing.contacted,
      paced,
      patienceMs: outgoing.patienceMs,
    });
    return this.#exchange(this.#keepAlive.add(outgoing.url.origin, connected), outgoing, deadline);
  }

  close(): void {
    this.#closing.abort();
    for (const exchange of this.#exchanges) exchange.fail(aborted().fault);
    this.#keepAlive.close();
  }

  async #exchange(connection: Connection, outgoing: Outgoing, deadline: number): Promise<Sent> {
    const { url, headers, post, limits, admit, mayStart, signal } = outgoing;
    // A process that was frozen while it connected or waited must not send what another one may be sending by now.
    if (mayStart?.() === false) {
      this.#keepAlive.giveBack(connection);
      throw new TurnLost();
    }
    const exchange = new Exchange({ host: url.host, limits, admit, deadline });
    const abort = (): void => exchange.fail(aborted().fault);
    this.#exchanges.add(exchange);
    signal?.addEventListener('abort', abort);
    const method = post === undefined ? 'GET' : 'POST';
    const body = post === undefined ? {} : { body: post };
    const { relay } = connection;
    // What is relayed names its host in full (RFC 9112 §3.2.2).
    const path = `${relay === null ? '' : url.origin}${url.pathname}${url.search}`;
    connection.client.dispatch({ path, method, headers: [...headers, ...(relay ?? []).flat()], ...body }, exchange);
    const ended = await exchange.done;
    // A TLS 1.3 server tells what it dislikes about a client when that already speaks HTTP.
    const fault = ended?.reason === 'connection-closed' && connection.error !== null ? faultOf(connection.error, url.host) : ended;
    signal?.removeEventListener('abort', abort);
    this.#exchanges.delete(exchange);
    // By now undici has closed the connection if the response said so, or if more came than the response.
    if (fault === null) this.#keepAlive.giveBack(connection);
    else this.#keepAlive.drop(connection);
    return { exchange, fault, ip: connection.hostIp };
  }

  /** Waits until the connection's address has room for a request; resolves to the milliseconds that took. */
  async #takeTurn(connection: Connection, outgoing: Outgoing): Promise<number> {
    const { url, patienceMs = Number.POSITIVE_INFINITY } = outgoing;
    const askedAt = performance.now();
    const waitMs = await this.#pace(connection.ip, url.host, patienceMs);
    if (waitMs > patienceMs) {
      this.#keepAlive.giveBack(connection);
      throw new TurnLater(waitMs);
    }
    outgoing.contacted();
    const signal = this.#interrupts(outgoing);
    let tookMs = 0;
    try {
      if (waitMs > 0) await sleep(waitMs, undefined, { signal });
      if (signal.aborted) throw aborted();
    } catch (error) {
      this.#keepAlive.drop(connection);
      throw error;
    } finally {
      tookMs = performance.now() - askedAt;
      outgoing.paced(tookMs);
    }
    return tookMs;
  }

  #interrupts({ signal }: Outgoing): AbortSignal {
    return signal === undefined ? this.#closing.signal : AbortSignal.any([signal, this.#closing.signal]);
  }
}
