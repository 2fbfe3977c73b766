import type { Socket } from 'node:net';
import { Client, errors } from 'undici';
import type { Headers } from '../records.ts';
import type { Connected } from './connector.ts';

const HEADER_BYTES = 16_384;
/** Idle connections over all hosts; beyond, the one that has been idle longest is closed. */
const IDLE_KEPT = 512;
const IDLE_MS = 5000;
const IDLE_MAX_MS = 30_000;

/** One open connection and the undici client that speaks HTTP/1.1 over it. It carries one request at a time and never reconnects. */
export class Connection {
  readonly origin: string;
  readonly ip: string;
  /** Null when a proxy dialled the host. */
  readonly hostIp: string | null;
  /** What a proxy at its other end is told with every request, which it sends on; null where the host itself is there, or a tunnel to it. */
  readonly relay: Headers | null;
  readonly client: Client;
  /** The socket's first error: undici may hide it behind the end of the connection that follows. */
  error: Error | null = null;
  readonly #socket: Socket;

  constructor(origin: string, { socket, ip, hostIp, relay }: Connected) {
    this.origin = origin;
    this.ip = ip;
    this.hostIp = hostIp;
    this.relay = relay;
    this.#socket = socket;
    socket.on('error', (error) => {
      this.error ??= error;
    });
    let handedOver = false;
    this.client = new Client(origin, {
      connect: (_, callback) => {
        if (handedOver) return callback(new errors.SocketError('the connection is closed'), null);
        handedOver = true;
        // undici expects the socket after `connect` has returned.
        queueMicrotask(() => callback(null, socket));
      },
      maxHeaderSize: HEADER_BYTES,
      keepAliveTimeout: IDLE_MS,
      keepAliveMaxTimeout: IDLE_MAX_MS,
      // Exchanges keep their own time.
      headersTimeout: 0,
      bodyTimeout: 0,
      allowH2: false,
      pipelining: 1,
    });
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed && !this.client.destroyed;
  }

  close(): void {
    if (!this.client.destroyed) this.client.destroy(() => undefined);
    // The client may not have taken the socket over yet.
    this.#socket.destroy();
  }
}

/** Open connections between two requests. */
export class KeepAlive {
  readonly #open = new Set<Connection>();
  /** In the order in which they became idle. */
  readonly #idle = new Set<Connection>();
  readonly #idleByOrigin = new Map<string, Connection[]>();

  /** An idle connection to the origin, the one used last. */
  take(origin: string): Connection | null {
    const idle = this.#idleByOrigin.get(origin);
    for (let connection = idle?.pop(); connection !== undefined; connection = idle?.pop()) {
      this.#idle.delete(connection);
      if (idle?.length === 0) this.#idleByOrigin.delete(origin);
      if (connection.isOpen) return connection;
      this.drop(connection);
    }
    return null;
  }

  add(origin: string, connected: Connected): Connection {
    const connection = new Connection(origin, connected);
    this.#open.add(connection);
    connection.client.on('disconnect', () => this.drop(connection));
    return connection;
  }

  /** To be called when a response came whole. */
  giveBack(connection: Connection): void {
    if (!connection.isOpen || !this.#open.has(connection)) return this.drop(connection);
    this.#idle.add(connection);
    const idle = this.#idleByOrigin.get(connection.origin);
    if (idle === undefined) this.#idleByOrigin.set(connection.origin, [connection]);
    else idle.push(connection);
    const oldest = this.#idle.values().next();
    if (this.#idle.size > IDLE_KEPT && oldest.done !== true) this.drop(oldest.value);
  }

  drop(connection: Connection): void {
    this.#open.delete(connection);
    if (this.#idle.delete(connection)) {
      const others = this.#idleByOrigin.get(connection.origin)?.filter((other) => other !== connection) ?? [];
      if (others.length === 0) this.#idleByOrigin.delete(connection.origin);
      else this.#idleByOrigin.set(connection.origin, others);
    }
    connection.close();
  }

  close(): void {
    for (const connection of this.#open) this.drop(connection);
  }
}
