import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { StorageError } from '../../sqlite/storage-error.ts';

/** A Redis that answers nothing for so long keeps nobody who was told to stop. */
const SILENT_MS = 5000;
const LOOK_MS = 500;

/**
 * What the work comes to, which is told to stop by the signal and then waits for a Redis that is away only so long.
 *
 * @throws StorageError when it was told to, and Redis does not answer. What the work was at is left to itself.
 */
export async function unlessSilent<Result>(redis: Redis, stop: AbortSignal, work: Promise<Result>): Promise<Result> {
  const over = new AbortController();
  try {
    return await Promise.race([work, silence(redis, stop, over.signal)]);
  } finally {
    over.abort();
  }
}

async function silence(redis: Redis, stop: AbortSignal, over: AbortSignal): Promise<never> {
  const { promise: told, resolve } = Promise.withResolvers<void>();
  stop.addEventListener('abort', () => resolve(), { once: true, signal: over });
  if (stop.aborted) resolve();
  await told;
  for (;;) {
    // An error is an answer, too.
    const answer = redis.ping().catch(() => 'ERR');
    if ((await Promise.race([answer, sleep(SILENT_MS, null, { ref: false })])) === null)
      throw new StorageError(
        'Redis does not answer, so that nobody could be told to stop: what workers are at goes on when it does. Nothing on record is lost; give the same command again then.',
      );
    await sleep(LOOK_MS, undefined, { ref: false });
    if (over.aborted) return new Promise(() => undefined);
  }
}
