import { hash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { DAY_MS, type FetchId, type RunId } from '../../records.ts';
import type { FactOf, HostFact, HostFactKind } from '../host-facts.ts';

/** Sets of a run's fetch ids, as 63-bit hashes: Redis keeps up to 512 integers at 8 bytes each. */
const SETS = 4096;

/** A fetch id begins with its run. */
const runOfFetch = (fetchId: FetchId): RunId => fetchId.slice(0, fetchId.indexOf('/')) as RunId;

/** Redis knows a fact for so long after it was last told, an hour more than any of a host holds; all facts are in the ledger. */
const KNOWN_MS = DAY_MS + 3_600_000;

/** An older fact does not replace a newer one. KEYS: the fact. ARGV: value, at, expires; milliseconds until it is forgotten. */
const PUT = `
local at = redis.call('HGET', KEYS[1], 'at')
if at and tonumber(at) > tonumber(ARGV[2]) then return end
redis.call('HSET', KEYS[1], 'value', ARGV[1], 'at', ARGV[2], 'expires', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])`;

/** What must be known at once: which fetches are on record, and what was learnt of hosts. */
export interface Knowledge {
  isRecorded(fetchId: FetchId): Promise<boolean>;
  /** False when it was there already. */
  recorded(fetchId: FetchId): Promise<boolean>;
  /** Says of many at once that they are on record. */
  recall(fetchIds: readonly FetchId[]): Promise<void>;
  /** The run is over: no fetch of it will come again. */
  forget(run: RunId): Promise<void>;
  fact(of: FactOf, kind: HostFactKind): Promise<HostFact | null>;
  /** A newer one stays. */
  putFact(of: FactOf, kind: HostFactKind, fact: HostFact): Promise<void>;
}

/** What all processes of a fleet must know at once, in Redis: what was learnt of hosts lately, for it would be all hosts there are in the end. */
export class CommonKnowledge implements Knowledge {
  readonly #client: Redis;
  readonly #namespace: string;

  constructor(client: Redis, namespace: string) {
    this.#client = client;
    this.#namespace = namespace;
  }

  async isRecorded(fetchId: FetchId): Promise<boolean> {
    const [key, member] = this.#place(fetchId);
    return (await this.#client.sismember(key, member)) === 1;
  }

  async recorded(fetchId: FetchId): Promise<boolean> {
    const [key, member] = this.#place(fetchId);
    return (await this.#client.sadd(key, member)) === 1;
  }

  async recall(fetchIds: readonly FetchId[]): Promise<void> {
    const told = this.#client.pipeline();
    for (const fetchId of fetchIds) told.sadd(...this.#place(fetchId));
    await told.exec();
  }

  async forget(run: RunId): Promise<void> {
    for (let first = 0; first < SETS; first += 512) {
      await this.#client.unlink(...Array.from({ length: 512 }, (_, n) => this.#key(run, first + n)));
    }
  }

  async fact(of: FactOf, kind: HostFactKind): Promise<HostFact | null> {
    const [value, at, expires] = await this.#client.hmget(this.#factKey(of, kind), 'value', 'at', 'expires');
    if (typeof value !== 'string') return null;
    return { value, at: Number(at), expires: Number(expires) };
  }

  async putFact(of: FactOf, kind: HostFactKind, { value, at, expires }: HostFact): Promise<void> {
    await this.#client.eval(PUT, 1, this.#factKey(of, kind), value, String(at), String(expires), String(KNOWN_MS));
  }

  #place(fetchId: FetchId): readonly [key: string, member: string] {
    const bits = hash('sha256', fetchId, 'buffer').readBigUInt64BE() >> 1n;
    return [this.#key(runOfFetch(fetchId), Number(bits % BigInt(SETS))), bits.toString()];
  }

  // Sets of one run are in one slot of a cluster, as UNLINK of many demands.
  readonly #key = (run: RunId, set: number): string => `${this.#namespace}:{${run}}:fetched:${set}`;
  readonly #factKey = (of: FactOf, kind: HostFactKind): string => `${this.#namespace}:fact:${kind}:${of}`;
}
