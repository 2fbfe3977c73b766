import { Redis } from 'ioredis';
import { StorageError } from '../sqlite/storage-error.ts';
import { faultsOf, factsOf } from './fitness.ts';

/** The address without its password, for people. */
export function shown(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null) return url;
  if (parsed.password !== '') parsed.password = '…';
  return parsed.href;
}

/** How long a first connection may take; later ones are tried for as long as the command lives. */
const CONNECT_MS = 5000;

/**
 * Connects to Redis or Valkey, and sees that it is fit to hold a crawl. Commands that a lost connection leaves unanswered are sent again when
 * it is back: those of the engine may come twice.
 *
 * @throws StorageError when nothing answers there, or when it might forget what it is told.
 */
export async function connectRedis(url: string): Promise<Redis> {
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    maxRetriesPerRequest: null,
    retryStrategy: () => null,
  });
  let trouble = '';
  client.on('error', (error: Error) => {
    trouble = error.message;
  });
  try {
    await client.connect();
    const faults = faultsOf(factsOf(await client.info()));
    if (faults.length > 0) throw new StorageError(`Redis at ${shown(url)} would not keep a crawl:\n  ${faults.join('\n  ')}`);
  } catch (error) {
    client.disconnect();
    if (error instanceof StorageError) throw error;
    const reason = trouble || (error instanceof Error ? error.message : String(error));
    throw new StorageError(
      `Redis at ${shown(url)} cannot be used: ${reason}. Start it, or set another \`redis.url\` in config/garner.yaml.`,
      {
        cause: error,
      },
    );
  }
  // From here on a restart of the server is waited for.
  client.options.retryStrategy = (times) => Math.min(times * 50, 1000);
  return client;
}
