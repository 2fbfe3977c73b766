import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Config } from '../../config/config.ts';
import { clockLua } from '../../redis/scripts.ts';
import { StorageError, StorageInUse } from '../../sqlite/storage-error.ts';
import type { Holder, LockMode } from '../lock.ts';

/** What `lockStorage` is to the processes of one machine, for those of a fleet: it ends some seconds after its process. */
export interface FleetLock {
  release(): Promise<void>;
}

type Member = Holder & { readonly mode: LockMode };

/** A process that has not been heard of for so long is dead. */
const HEARD_MS = 15_000;
const TELL_MS = 4000;
/** A command that is done waits so long for a Redis that does not answer. */
const LEAVE_MS = 1000;

/**
 * Takes the lock, or holds it for longer. KEYS: who holds it, by when they are dead. ARGV: who we are, our mode, milliseconds. Returns who is in the way; then
 * nothing has changed.
 */
const HOLD = `${clockLua}
local now = clock('')
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
local others = {}
for _, other in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  if other ~= ARGV[1] and (ARGV[2] == 'exclusive' or cjson.decode(other).mode == 'exclusive') then table.insert(others, other) end
end
if #others == 0 then redis.call('ZADD', KEYS[1], now + tonumber(ARGV[3]), ARGV[1]) end
return others`;

/**
 * Says in Redis that a command works in the storage of a fleet: alone, or among others.
 *
 * @throws StorageInUse when another process is in the way, on whichever machine.
 */
export async function lockFleet(redis: Redis, namespace: string, command: string, mode: LockMode): Promise<FleetLock> {
  const key = `${namespace}:fleet:at-work`;
  const self: Member = { command, pid: process.pid, host: hostname(), since: new Date().toISOString(), mode };
  const member = JSON.stringify({ ...self, id: randomUUID() });
  const hold = async (): Promise<readonly Member[]> => {
    const others = (await redis.eval(HOLD, 1, key, member, mode, String(HEARD_MS))) as readonly string[];
    return others.map((other) => JSON.parse(other) as Member);
  };
  const others = await hold();
  if (others.length > 0) throw new StorageInUse(mode === 'exclusive' ? whoIsThere(others) : whoIsAlone(others));
  let telling: Promise<unknown> | null = null;
  const timer = setInterval(() => {
    // A Redis that is away is waited for.
    telling ??= hold()
      .catch(() => undefined)
      .finally(() => (telling = null));
  }, TELL_MS).unref();
  return {
    async release() {
      clearInterval(timer);
      await Promise.race([redis.zrem(key, member), sleep(LEAVE_MS, undefined, { ref: false })]);
    },
  };
}

/**
 * Keeps the fleet of a project away from its storage. Null where there is none: without Redis, machines may share an object store, and whoever removes
 * something there must know that nobody else is at work.
 *
 * @throws StorageInUse when a process of the fleet is at work.
 * @throws StorageError when the project has `engine: redis`, and it cannot be asked.
 */
export async function aloneInFleet({ engine, objects, redis }: Config, command: string): Promise<FleetLock | null> {
  if (engine !== 'redis' && objects === undefined) return null;
  const { connectRedis } = await import('../../redis/connect.ts');
  const client = await connectRedis(redis.url).catch((error: unknown) => {
    if (engine !== 'redis' && error instanceof StorageError) return null;
    throw error;
  });
  if (client === null) return null;
  try {
    const lock = await lockFleet(client, redis.namespace, command, 'exclusive');
    return { release: () => lock.release().finally(() => client.disconnect()) };
  } catch (error) {
    client.disconnect();
    throw error;
  }
}

const named = (members: readonly Member[]): string =>
  members.map(({ command, host, pid, since }) => `garner ${command} (${host}, process ${pid}, since ${since})`).join(', ');

const whoIsThere = (members: readonly Member[]): string =>
  `the fleet is at work: ${named(members)}. Stop ${members.length === 1 ? 'it' : 'them'} with Ctrl-C or SIGTERM, and give the same command again; ` +
  `one that was killed counts for ${HEARD_MS / 1000} s more.`;

const whoIsAlone = (members: readonly Member[]): string =>
  `${named(members)} must be alone in the storage of the fleet. Wait until it ends.`;
