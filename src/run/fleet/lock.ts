import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Redis } from 'ioredis';
import type { Config } from '../../config/config.ts';
import { leave } from '../../redis/leave.ts';
import { clockLua } from '../../redis/scripts.ts';
import { StorageError, StorageInUse } from '../../sqlite/storage-error.ts';
import type { Holder, LockMode } from '../lock.ts';

/** What `lockStorage` is to the processes of one machine, for those of a fleet: it ends some seconds after its process. */
export interface FleetLock {
  /** Aborted, with a StorageError, when others were alone in the storage while this process was taken for dead. */
  readonly lost: AbortSignal;
  /**
   * To be awaited before anything is written that others may have removed. Resolves when the lock is known to be held; a Redis that is away is waited for.
   *
   * @throws StorageError when the lock is lost.
   */
  readonly demand: () => Promise<void>;
  release(): Promise<void>;
}

type Member = Holder & { readonly mode: LockMode };

/** A process that has not been heard of for so long is dead. */
const HEARD_MS = 15_000;
const TELL_MS = 4000;
/** For so long after it was heard, a process knows without asking that it is not. */
const SURE_MS = 10_000;

/**
 * Takes the lock, or holds it for longer. KEYS: who holds it, by when they are dead; who held it alone last. ARGV: who we are, our mode, milliseconds. Returns
 * whether we held it (1 or 0), who had held it alone last (empty: unknown), and who is in the way; with anybody there, nothing has changed.
 */
const HOLD = `${clockLua}
local now = clock('')
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
local held = redis.call('ZSCORE', KEYS[1], ARGV[1]) and 1 or 0
local alone = redis.call('GET', KEYS[2]) or ''
local others = {}
for _, other in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  if other ~= ARGV[1] and (ARGV[2] == 'exclusive' or cjson.decode(other).mode == 'exclusive') then table.insert(others, other) end
end
if #others == 0 then
  redis.call('ZADD', KEYS[1], now + tonumber(ARGV[3]), ARGV[1])
  if ARGV[2] == 'exclusive' then redis.call('SET', KEYS[2], ARGV[1]) end
end
return { held, alone, others }`;

interface Held {
  readonly wasHeld: boolean;
  /** The member that held the lock alone last, as Redis has it; empty when it knows of none. */
  readonly alone: string;
  readonly others: readonly Member[];
}

/**
 * Says in Redis that a command works in the storage of a fleet: alone, or among others.
 *
 * @throws StorageInUse when another process is in the way, on whichever machine.
 */
export async function lockFleet(redis: Redis, namespace: string, command: string, mode: LockMode): Promise<FleetLock> {
  const key = `${namespace}:fleet:at-work`;
  const self: Member = { command, pid: process.pid, host: hostname(), since: new Date().toISOString(), mode };
  const member = JSON.stringify({ ...self, id: randomUUID() });
  let heardAt = 0;
  const hold = async (): Promise<Held> => {
    const askedAt = Date.now();
    const answer = await redis.eval(HOLD, 2, key, `${key}:alone`, member, mode, String(HEARD_MS));
    const [held, alone, others] = answer as readonly [number, string, readonly string[]];
    heardAt = askedAt;
    return { wasHeld: held === 1, alone, others: others.map(memberOf) };
  };
  const first = await hold();
  if (first.others.length > 0) throw new StorageInUse(mode === 'exclusive' ? whoIsThere(first.others) : whoIsAlone(first.others));
  const lost = new AbortController();
  /** A server that forgot us, and has let nobody be alone since, takes us up again; who must be alone cannot know who came meanwhile. */
  const whatHappened = ({ wasHeld, alone, others }: Held): string | null => {
    if (others.length > 0) return `${named(others)} has begun to work`;
    if (mode === 'exclusive') return wasHeld ? null : 'others may have begun to work';
    return alone === '' || alone === first.alone ? null : `${named([memberOf(alone)])} has worked`;
  };
  const tell = async (): Promise<void> => {
    const happened = whatHappened(await hold());
    if (happened !== null) lost.abort(new StorageError(takenForDead(happened)));
  };
  let telling: Promise<void> | null = null;
  const toldOnce = (): Promise<void> => (telling ??= tell().finally(() => (telling = null)));
  const timer = setInterval(() => {
    // A Redis that is away is waited for.
    if (!lost.signal.aborted) toldOnce().catch(() => undefined);
  }, TELL_MS).unref();
  return {
    lost: lost.signal,
    demand: async () => {
      // A clock that was set back says nothing.
      if (!lost.signal.aborted && Math.abs(Date.now() - heardAt) > SURE_MS) await toldOnce();
      lost.signal.throwIfAborted();
    },
    async release() {
      clearInterval(timer);
      await leave(redis.zrem(key, member));
    },
  };
}

/**
 * Keeps the fleet of a project away from its storage. Null where there is none: with the embedded engine, machines may share an object store, and whoever
 * removes something there must know that nobody else is at work. Then the Redis that the project names is asked, if one answers there.
 *
 * @throws StorageInUse when a process of the fleet is at work.
 * @throws StorageError when the project has `engine: redis`, and it cannot be asked.
 */
export async function aloneInFleet({ engine, objects, redis }: Config, command: string): Promise<FleetLock | null> {
  if (engine !== 'redis' && (objects === undefined || !redis.isNamed)) return null;
  const { connectRedis } = await import('../../redis/connect.ts');
  const client = await connectRedis(redis.url).catch((error: unknown) => {
    if (engine !== 'redis' && error instanceof StorageError) return null;
    throw error;
  });
  if (client === null) return null;
  try {
    const lock = await lockFleet(client, redis.namespace, command, 'exclusive');
    return { ...lock, release: () => lock.release().finally(() => client.disconnect()) };
  } catch (error) {
    client.disconnect();
    throw error;
  }
}

const memberOf = (text: string): Member => JSON.parse(text) as Member;

const named = (members: readonly Member[]): string =>
  members.map(({ command, host, pid, since }) => `garner ${command} (${host}, process ${pid}, since ${since})`).join(', ');

const whoIsThere = (members: readonly Member[]): string =>
  `the fleet is at work: ${named(members)}. Stop ${members.length === 1 ? 'it' : 'them'} with Ctrl-C or SIGTERM, and give the same command again; ` +
  `one that was killed counts for ${HEARD_MS / 1000} s more.`;

const whoIsAlone = (members: readonly Member[]): string =>
  `${named(members)} must be alone in the storage of the fleet. Wait until it ends.`;

const takenForDead = (happened: string): string =>
  `this process was taken for dead (nothing was heard of it for ${HEARD_MS / 1000} s, or Redis was emptied), and ${happened} in the storage of the fleet. ` +
  'It stops, since it cannot know what has changed there; all that is on record is kept. Give the same command again.';
