import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Pace } from '../../src/fetch/pace.ts';
import { createHttpClient, type HttpClientOptions } from '../../src/fetch/client.ts';
import type { FetchLimits, FetchRequest, HttpClient } from '../../src/fetch/fetch.ts';
import type { Resolve } from '../../src/fetch/resolve.ts';

/** Answers on a raw connection: called once per request head, with what was sent. */
export type Answer = (socket: Socket, request: string, serial: number) => void | Promise<void>;

export interface Loopback {
  readonly port: number;
  /** Every byte that any client sent. */
  readonly received: string[];
  readonly connections: Set<Socket>;
  /** Connections accepted so far. */
  readonly accepted: () => number;
  close(): Promise<void>;
}

/** A TCP server that says exactly what a test wants said, well-formed or not. */
export async function loopback(answer: Answer, address = '127.0.0.1', wanted = 0): Promise<Loopback> {
  const received: string[] = [];
  const connections = new Set<Socket>();
  let accepted = 0;
  let serial = 0;
  const server: Server = createServer((socket) => {
    accepted += 1;
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
    socket.on('error', () => undefined);
    let head = '';
    socket.on('data', (chunk) => {
      received.push(chunk.toString('latin1'));
      head += chunk.toString('latin1');
      while (head.includes('\r\n\r\n')) {
        const end = head.indexOf('\r\n\r\n') + 4;
        void answer(socket, head.slice(0, end), (serial += 1));
        head = head.slice(end);
      }
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(wanted, address, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    received,
    connections,
    accepted: () => accepted,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of connections) socket.destroy();
      }),
  };
}

export const LIMITS: FetchLimits = { body: 2 ** 20, connect: 2000, firstByte: 2000, idle: 2000, total: 5000, minRate: 1000 };

export interface Setting {
  readonly network?: Partial<HttpClientOptions['network']>;
  readonly limits?: Partial<FetchLimits>;
  readonly contact?: string;
  readonly resolve?: Resolve;
  readonly pace?: Pace;
}

const nowhere: Resolve = (host) => Promise.reject(Object.assign(new Error(`no ${host}`), { code: 'ENOTFOUND' }));

/** A client for which every `*.test` name is on the given loopback port. */
export function clientFor(port: number, { network, limits, contact, resolve = nowhere, pace }: Setting = {}): HttpClient {
  return createHttpClient({
    network: {
      ports: [80, 443, 8080, 8443],
      allowPrivate: [],
      connectTo: { '*.test': `127.0.0.1:${port}` },
      perAddress: 10_000,
      ...network,
    },
    limits: { ...LIMITS, ...limits },
    userAgent: { name: 'TestBot', ...(contact !== undefined && { contact }) },
    resolve,
    ...(pace !== undefined && { pace }),
  });
}

/** One request to a server that answers as told, with everything closed afterwards. */
export async function ask(answer: Answer | string | Uint8Array, request: Partial<FetchRequest> = {}, setting: Setting = {}) {
  const server = await loopback(
    typeof answer === 'function'
      ? answer
      : (socket) => {
          socket.end(answer);
        },
  );
  const client = clientFor(server.port, setting);
  try {
    return await client.fetch({ url: 'http://host.test/page', ...request });
  } finally {
    await Promise.all([client.close(), server.close()]);
  }
}

/** A response whose length is told. */
export function respond(body: string | Uint8Array, headers = '', status = '200 OK'): Buffer {
  const bytes = Buffer.from(body);
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status}\r\n${headers}content-length: ${bytes.length}\r\n\r\n`, 'latin1'), bytes]);
}
