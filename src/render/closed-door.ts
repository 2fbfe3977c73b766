import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ClosedDoor {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * The proxy that the browser is told to use for everything: it lets nothing through. What a page may request, Garner requests for it, so whatever
 * comes here has gone around that: WebSockets, the browser's own errands, frames of shared workers.
 */
export async function openClosedDoor(): Promise<ClosedDoor> {
  const server = createServer((_, response) => void response.writeHead(403, { connection: 'close' }).end());
  server.on('connect', (_, socket) => socket.on('error', () => undefined).end('HTTP/1.1 403 Forbidden\r\n\r\n'));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
