import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { HonoAdapter } from '@bull-board/hono';
import { createAdaptorServer } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Queue } from 'bullmq';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import type { Redis } from 'ioredis';
import { connectRedis } from '../redis/connect.ts';
import { queueOptions } from '../redis/queue.ts';
import { type Admission, admission } from './admission.ts';
import { type Listen, urlOf } from './listen.ts';

const MOST_BODY = 1024 ** 2;
/** How long an answer under way may take once the board closes. */
const CLOSE_MS = 2000;

export interface BoardSettings extends Admission {
  readonly redis: string;
  readonly namespace: string;
  /** Names of the queues. */
  readonly queues: readonly string[];
  readonly listen: Listen;
}

export interface Board {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves Bull Board over the queues of a fleet.
 *
 * @throws StorageError when there is no Redis there, or one that would not keep a crawl; the system's error when the address cannot be had.
 */
export async function openBoard(settings: BoardSettings): Promise<Board> {
  const { listen, namespace } = settings;
  const client = await connectRedis(settings.redis);
  // A board only looks: without this, it would write to the queues that it opens.
  const { prefix } = queueOptions({ url: settings.redis, namespace });
  const queues = settings.queues.map((name) => new Queue(name, { connection: client, prefix, skipMetasUpdate: true }));
  const server = createAdaptorServer({ fetch: pages(queues, client, settings).fetch, overrideGlobalObjects: false });
  const close = async (): Promise<void> => {
    if (server.listening) {
      const closed = once(server, 'close');
      server.close();
      const late = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), CLOSE_MS);
      await closed;
      clearTimeout(late);
    }
    await Promise.all(queues.map((queue) => queue.close()));
    client.disconnect();
  };
  try {
    server.listen(listen.port, listen.host);
    await once(server, 'listening');
  } catch (error) {
    await close();
    throw error;
  }
  return { url: urlOf({ host: listen.host, port: (server.address() as AddressInfo).port }), close };
}

function pages(queues: readonly Queue[], client: Redis, { isReadOnly, token, names }: BoardSettings): Hono {
  const adapter = new HonoAdapter(serveStatic);
  createBullBoard({
    queues: queues.map((queue) => new BullMQAdapter(queue, { readOnlyMode: isReadOnly })),
    serverAdapter: adapter,
    options: {
      uiConfig: {
        boardTitle: 'Garner',
        hideDocsLink: true,
        ...(isReadOnly && { environment: { label: 'read-only', color: '#5b6b7d', textColor: '#ffffff' } }),
      },
    },
  });
  return new Hono()
    .use(
      secureHeaders({
        // Its script sets styles as it draws; everything else comes from here and from files.
        contentSecurityPolicy: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'", "'unsafe-inline'"],
          imgSrc: ["'self'", 'data:'],
          fontSrc: ["'self'"],
          connectSrc: ["'self'"],
          baseUri: ["'self'"],
          formAction: ["'none'"],
          frameAncestors: ["'none'"],
        },
        xFrameOptions: 'DENY',
        strictTransportSecurity: false,
      }),
    )
    .use(async (c, next) => {
      await next();
      c.header('Cache-Control', 'no-store');
    })
    .use(admission({ token, names, isReadOnly }))
    .use(bodyLimit({ maxSize: MOST_BODY }))
    .use('/api/*', async (c, next) =>
      // Commands wait for a lost server to come back; a page should not.
      client.status === 'ready' ? next() : c.text('Redis does not answer just now; the board tries again by itself.\n', 503),
    )
    .use(async (c, next) => {
      await next();
      if (c.res.headers.get('content-type')?.startsWith('text/html') === true) c.res = new Response(ownOnly(await c.res.text()), c.res);
    })
    .route('/', adapter.registerPlugin());
}

/** The page without what it would load from other hosts, which is its fonts. */
const ownOnly = (html: string): string => html.replaceAll(/<link\b[^>]*\bhref="https?:[^>]*>/g, '');
