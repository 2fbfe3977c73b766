/** What `INFO` of Redis or Valkey says, by field. */
export type RedisFacts = ReadonlyMap<string, string>;

export function factsOf(info: string): RedisFacts {
  const pairs = info.split(/\r?\n/).map((line) => /^([a-z0-9_]+):(.*)$/i.exec(line));
  return new Map(pairs.flatMap((pair) => (pair === null ? [] : [[pair[1] ?? '', pair[2] ?? ''] as const])));
}

/** The oldest version whose commands the scripts use (LPOP with a count). */
const OLDEST = [6, 2] as const;

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
}

/** Why a crawl must not be kept there: each with what to set. Empty when all is well. */
export function faultsOf(facts: RedisFacts): readonly string[] {
  const version = facts.get('redis_version') ?? 'unknown';
  const policy = facts.get('maxmemory_policy') ?? 'noeviction';
  return [
    ...(isOlder(version) ? [`it is version ${version}; ${OLDEST.join('.')} is the oldest that will do`] : []),
    ...(facts.get('aof_enabled') === '1'
      ? []
      : ['it has no append-only file, so a restart would forget the crawl: set `appendonly yes` and `appendfsync everysec`']),
    ...(policy === 'noeviction'
      ? []
      : [`it drops keys when its memory is full (maxmemory-policy is ${policy}): set \`maxmemory-policy noeviction\``]),
    ...(facts.get('cluster_enabled') === '1'
      ? [
          'it is a node of a Redis Cluster, and a fleet keeps part of what it knows on one server: give the address of a Redis that is alone',
        ]
      : []),
    ...(facts.get('role') === 'slave' ? ['it is a replica, which cannot be written: give the address of its primary'] : []),
  ];
}

/** The part of its memory that is in use, 0 to 1; null where none is set and the machine's is not told. */
export function memoryShare(facts: RedisFacts): number | null {
  const [used, most, system] = ['used_memory', 'maxmemory', 'total_system_memory'].map((name) => Number(facts.get(name) ?? 0));
  const limit = (most ?? 0) > 0 ? (most ?? 0) : (system ?? 0);
  return limit > 0 ? (used ?? 0) / limit : null;
}
