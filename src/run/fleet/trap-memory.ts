import type { Redis } from 'ioredis';
import type { RunId } from '../../records.ts';
import type { Pattern } from '../../traps/pattern.ts';
import { type Charge, PATTERNS, type TrapMemory } from '../trap-memory.ts';

/** Sets that the keys of all hosts' pages and texts are spread over. Redis keeps up to 512 integers at 8 bytes each. */
const SETS = 4096;
const PER_SET = 512;

/**
 * Remembers integers; of a set that is full a quarter goes first, whichever. KEYS: sets, one for each integer. ARGV: the integers.
 * Returns for each 1 when it was there.
 */
const KNOW = `
local known = {}
for n, set in ipairs(KEYS) do
  known[n] = 1 - redis.call('SADD', set, ARGV[n])
  if redis.call('SCARD', set) > ${PER_SET} then redis.call('SPOP', set, ${PER_SET / 4}) end
end
return known`;

/** So many scores go when there are too many: whichever, for Redis does not know which was used last. */
const FORGOTTEN = 256;

/**
 * KEYS: the hash of scores. ARGV: how many it may hold; pattern, change, pattern, change … Returns the new scores, none of them below 0; of a hash that is full
 * some go.
 */
const ADD = `
local scores = {}
for n = 2, #ARGV, 2 do
  local score = math.max(0, tonumber(redis.call('HGET', KEYS[1], ARGV[n]) or '0') + tonumber(ARGV[n + 1]))
  if score == 0 then redis.call('HDEL', KEYS[1], ARGV[n]) else redis.call('HSET', KEYS[1], ARGV[n], score) end
  table.insert(scores, score)
end
if redis.call('HLEN', KEYS[1]) > tonumber(ARGV[1]) then redis.call('HDEL', KEYS[1], unpack(redis.call('HRANDFIELD', KEYS[1], ${FORGOTTEN}))) end
return scores`;

const keyOf = (namespace: string, run: RunId, what: string): string => `${namespace}:{${run}}:traps:${what}`;
const setOf = (namespace: string, run: RunId, set: number): string => keyOf(namespace, run, `texts:${set}`);

/** What the pages of a run have come to, as all its workers have found: 16 MB at most for pages and texts, and 30 for the scores. */
export class FleetTrapMemory implements TrapMemory {
  readonly #client: Redis;
  readonly #namespace: string;
  readonly #run: RunId;
  readonly #most: number;

  /** `most`: patterns that are kept with a score, less than one in a hundred of them more or less. */
  constructor(client: Redis, namespace: string, run: RunId, most = PATTERNS) {
    this.#client = client;
    this.#namespace = namespace;
    this.#run = run;
    this.#most = most;
  }

  async know(keys: readonly number[]): Promise<readonly boolean[]> {
    const sets = keys.map((key) => setOf(this.#namespace, this.#run, key % SETS));
    const known = (await this.#client.eval(KNOW, keys.length, ...sets, ...keys.map(String))) as number[];
    return known.map((each) => each === 1);
  }

  async add(charges: readonly Charge[]): Promise<readonly number[]> {
    if (charges.length === 0) return [];
    const told = charges.flatMap(({ pattern, by }) => [pattern, String(by)]);
    return (await this.#client.eval(ADD, 1, this.#key('scores'), String(this.#most), ...told)) as number[];
  }

  async hold(pattern: string, quarantine: string): Promise<void> {
    await this.#client.hset(this.#key('held'), pattern, quarantine);
  }

  held(patterns: readonly Pattern[]): Promise<readonly (string | null)[]> {
    return this.#client.hmget(this.#key('held'), ...patterns.map(({ text }) => text));
  }

  readonly #key = (what: string): string => keyOf(this.#namespace, this.#run, what);
}

/** Forgets what was found for a run that is over; what is in quarantine stays in the host facts. */
export async function forgetTraps(client: Redis, namespace: string, run: RunId): Promise<void> {
  await client.unlink(keyOf(namespace, run, 'scores'), keyOf(namespace, run, 'held'));
  for (let first = 0; first < SETS; first += 512) {
    await client.unlink(...Array.from({ length: 512 }, (_, n) => setOf(namespace, run, first + n)));
  }
}
