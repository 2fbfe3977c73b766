import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StorageError } from '../../sqlite/storage-error.ts';

export interface EndpointParts {
  /** Whether the worker can take work now. */
  readonly isReady: () => boolean;
  readonly metrics: () => Promise<string>;
  readonly contentType: () => string;
}

export interface Endpoint {
  /** Where it listens: `http://127.0.0.1:9464`. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Answers `/healthz` while the process lives, `/readyz` while it can take work, `/metrics` for Prometheus.
 *
 * @throws StorageError when the address is taken or cannot be had.
 */
export async function openEndpoint(host: string, port: number, parts: EndpointParts): Promise<Endpoint> {
  const server = createServer((request, response) => void answer(request, response, parts));
  try {
    await once(server.listen(port, host), 'listening');
  } catch (error) {
    throw new StorageError(`cannot listen on ${host}:${port}: ${(error as Error).message}. Give another --listen.`, { cause: error });
  }
  server.unref();
  const { address, port: actual, family } = server.address() as AddressInfo;
  return {
    address: `http://${family === 'IPv6' ? `[${address}]` : address}:${actual}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, parts: EndpointParts): Promise<void> {
  // Anybody may ask for what is no URL. A whole one is as good as its path (RFC 9112 §3.2.2).
  const path = URL.parse(request.url ?? '/', 'http://localhost')?.pathname;
  const say = (status: number, text: string, type = 'text/plain; charset=utf-8'): void => {
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }).end(text);
  };
  if (request.method !== 'GET' && request.method !== 'HEAD') return say(405, 'only GET\n');
  if (path === '/healthz') return say(200, 'ok\n');
  if (path === '/readyz') return parts.isReady() ? say(200, 'ready\n') : say(503, 'not ready\n');
  if (path === '/metrics') {
    const metrics = await parts.metrics().catch(() => null);
    return metrics === null ? say(503, 'no figures just now\n') : say(200, metrics, parts.contentType());
  }
  return say(404, 'there are /healthz, /readyz and /metrics\n');
}
