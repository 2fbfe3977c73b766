import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { burstMs, KEPT_MS, ownPace, type Pace } from '../../fetch/pace.ts';
import { clockLua, scriptRunner } from '../../redis/scripts.ts';

/**
 * KEYS: a hash for one address: when its bucket is full again, and the places kept for holders. ARGV: the holder, its patience, the milliseconds of
 * a place and of a burst, how long a place is kept after its time. Returns the milliseconds to wait.
 */
const reserve = `${clockLua}
local holder, patience, interval, burst, kept = 'kept ' .. ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local now = clock('')
local at = tonumber(redis.call('HGET', KEYS[1], holder) or '')
if at then redis.call('HDEL', KEYS[1], holder) end
local full = math.max(tonumber(redis.call('HGET', KEYS[1], 'full') or '') or now, now)
if not at or now - at >= kept then
  at = full - burst
  full = full + interval
  redis.call('HSET', KEYS[1], 'full', string.format('%.3f', full))
end
local wait = math.max(0, at - now)
if wait > patience then redis.call('HSET', KEYS[1], holder, string.format('%.3f', at)) end
redis.call('PEXPIRE', KEYS[1], math.ceil(full - now + kept))
return math.ceil(wait)`;

const runnerFor = scriptRunner({ reserve });

/** As long as Redis is waited for. */
const ANSWER_MS = 1000;

/** What one IP address may be asked, by all processes of a fleet together. While Redis is away or takes nothing in, each goes by its own count. */
export function addressPace(client: Redis, namespace: string, perSecond: number): Pace {
  const run = runnerFor(client);
  const own = ownPace(perSecond);
  const intervalMs = 1000 / perSecond;
  return async (address, holder, patienceMs) => {
    const patience = Math.min(patienceMs, Number.MAX_SAFE_INTEGER);
    const answered = new AbortController();
    const late = sleep(ANSWER_MS, undefined, { signal: answered.signal, ref: false }).then(() => own(address, holder, patienceMs));
    try {
      const told = run('reserve', `${namespace}:pace:${address}`, [holder, patience, intervalMs, burstMs(perSecond), KEPT_MS]);
      return Number(await Promise.race([told, late]));
    } catch {
      return own(address, holder, patienceMs);
    } finally {
      answered.abort();
    }
  };
}
