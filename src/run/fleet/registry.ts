import type { Redis } from 'ioredis';
import type { Digest, Instant, RunId } from '../../records.ts';

/** A run that workers may fetch for. */
export interface ActiveRun {
  readonly run: RunId;
  readonly crawlers: readonly string[];
  /** What the crawl is for, if for a topic. */
  readonly topic?: string;
  /** Every page is asked for, due or not. */
  readonly all?: boolean;
  /** Of the config that it goes by: a worker with another one leaves it alone. */
  readonly digest: Digest;
  /** When its frontier, which was lost, was made anew, so that what it gives out may be on record; null: never. */
  readonly rebuilt: Instant | null;
  /** The life of the Redis server in which the queue was last known to be whole. */
  readonly life: string;
  /** Whether that was another one before, so that what the queue gives out may be on record. */
  readonly restarted?: boolean;
  readonly state: 'running' | 'paused';
}

export type WorkerRole = 'fetch' | 'refine' | 'render';

/** What a worker says of itself, every few seconds. */
export interface WorkerState {
  readonly name: string;
  readonly host: string;
  readonly pid: number;
  readonly roles: readonly WorkerRole[];
  readonly startedAt: Instant;
  /** Runs it fetches for. */
  readonly runs: readonly RunId[];
  /** Runs it leaves alone, for they go by another config than its own. */
  readonly refused: readonly RunId[];
  readonly fetching: number;
  readonly refining: number;
  /** Where it tells of its health and its figures; null when nowhere. */
  readonly address: string | null;
}

/** A worker that has not been heard of for so long is dead. */
const WORKER_MS = 15_000;
const COORDINATOR_MS = 10_000;

/** Extends or ends what is ours. KEYS: the lease. ARGV: holder, milliseconds or 0 to end it. */
const HOLD = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if ARGV[2] == '0' then return redis.call('DEL', KEYS[1]) end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`;

/** Announces a run as paused, unless another process coordinates it by now. KEYS: the lease, the runs. ARGV: holder, run, what is announced. */
const PAUSE = `
local other = redis.call('GET', KEYS[1])
if other and other ~= ARGV[1] then return 0 end
return redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])`;

/**
 * Agrees on a version. KEYS: the version, the runs, the workers. ARGV: ours. Another one stands for as long as there are runs or workers. Returns the one that stands.
 */
const AGREE = `
local known = redis.call('GET', KEYS[1])
if known and known ~= ARGV[1] and redis.call('HLEN', KEYS[2]) + redis.call('SCARD', KEYS[3]) > 0 then return known end
redis.call('SET', KEYS[1], ARGV[1])
return ARGV[1]`;

/** Who is there in a fleet, and what there is to do. */
export class Registry {
  readonly #client: Redis;
  readonly #prefix: string;

  constructor(client: Redis, namespace: string) {
    this.#client = client;
    this.#prefix = `${namespace}:fleet:`;
  }

  /** Which version of the wire is spoken: ours, unless somebody is at work in another one. */
  async agree(wire: number): Promise<string> {
    // Those who have not been heard of lately are taken off the list.
    await this.workers();
    const keys = ['wire', 'runs', 'workers'].map(this.#key);
    return String(await this.#client.eval(AGREE, keys.length, ...keys, String(wire)));
  }

  async announce(run: ActiveRun): Promise<void> {
    await this.#client.hset(this.#key('runs'), run.run, JSON.stringify(run));
  }

  /** Nobody begins anything for the run any more, unless another process has taken it over. */
  async pause(run: ActiveRun, holder: string): Promise<void> {
    const paused: ActiveRun = { ...run, state: 'paused' };
    await this.#client.eval(PAUSE, 2, this.#key(`coordinator:${run.run}`), this.#key('runs'), holder, run.run, JSON.stringify(paused));
  }

  /** The run is over: nobody fetches for it any more. */
  async withdraw(run: RunId): Promise<void> {
    await this.#client.hdel(this.#key('runs'), run);
  }

  async runs(): Promise<readonly ActiveRun[]> {
    return Object.values(await this.#client.hgetall(this.#key('runs'))).map((text) => JSON.parse(text) as ActiveRun);
  }

  /** False when another process coordinates the run. `holder` names this one. */
  async coordinate(run: RunId, holder: string): Promise<boolean> {
    const key = this.#key(`coordinator:${run}`);
    if ((await this.#client.set(key, holder, 'PX', COORDINATOR_MS, 'NX')) !== null) return true;
    return (await this.#client.eval(HOLD, 1, key, holder, String(COORDINATOR_MS))) === 1;
  }

  /** Who coordinates the run; null when nobody does. */
  coordinator(run: RunId): Promise<string | null> {
    return this.#client.get(this.#key(`coordinator:${run}`));
  }

  /** Coordinates a run that this process has claimed for as long as something lasts that does not do so itself. */
  async holding<Result>(run: RunId, holder: string, work: () => Promise<Result>): Promise<Result> {
    const hold = setInterval(() => void this.coordinate(run, holder).catch(() => undefined), COORDINATOR_MS / 3);
    try {
      return await work();
    } finally {
      clearInterval(hold);
    }
  }

  async letGo(run: RunId, holder: string): Promise<void> {
    await this.#client.eval(HOLD, 1, this.#key(`coordinator:${run}`), holder, '0');
  }

  async beat(worker: WorkerState): Promise<void> {
    await this.#client.sadd(this.#key('workers'), worker.name);
    await this.#client.set(this.#key(`worker:${worker.name}`), JSON.stringify(worker), 'PX', WORKER_MS);
  }

  async leave(name: string): Promise<void> {
    await this.#client.srem(this.#key('workers'), name);
    await this.#client.del(this.#key(`worker:${name}`));
  }

  /** Those that have been heard of lately, by name. */
  async workers(): Promise<readonly WorkerState[]> {
    const names = (await this.#client.smembers(this.#key('workers'))).sort();
    const states = await Promise.all(
      names.map(async (name) => {
        const text = await this.#client.get(this.#key(`worker:${name}`));
        if (text === null) await this.#client.srem(this.#key('workers'), name);
        return text === null ? null : (JSON.parse(text) as WorkerState);
      }),
    );
    return states.filter((state) => state !== null);
  }

  readonly #key = (name: string): string => this.#prefix + name;
}
