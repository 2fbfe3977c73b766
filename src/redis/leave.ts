import { setTimeout as sleep } from 'node:timers/promises';

/** Who is done waits so long for a Redis, or an object store, that does not answer. */
const LEAVE_MS = 1000;

/** Waits for what it is told last; one that does not answer is told nothing. */
export async function leave(told: Promise<unknown>): Promise<void> {
  await Promise.race([told, sleep(LEAVE_MS, undefined, { ref: false })]);
}
