import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below those that systems give to connections (from 32,768 on Linux): none of them gets a port whose server is away for a moment. */
const PORTS = { first: 15_000, count: 17_000 };

/** A port of loopback that nobody listens on, for a server that is stopped and started again. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = PORTS.first + Math.floor(Math.random() * PORTS.count);
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}
