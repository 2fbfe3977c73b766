import { hash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { scriptRunner } from '../redis/scripts.ts';
import { StorageError } from '../sqlite/storage-error.ts';
import type { Claim, Dedup, Verdict } from './dedup.ts';
import { demandSlots, type PresetName, presets, slotsOf } from './presets.ts';
import { estimateOf } from './signature.ts';
import { script } from './redis/script.ts';

export interface RedisDedupOptions {
  readonly preset: PresetName;
  /** What all keys begin with, and which corpus it is about. Default `garner`. */
  readonly namespace?: string;
}

/** Claims in one call of the script: Redis does nothing else meanwhile. */
const AT_ONCE = 64;

const runnerFor = scriptRunner({ dedup: script });

/** Hexadecimal ids in half the room; `x` and `s` tell which way it was. */
const packed = (id: string): Buffer =>
  /^(?:[0-9a-f]{2})+$/.test(id) ? Buffer.concat([Buffer.from('x'), Buffer.from(id, 'hex')]) : Buffer.from(`s${id}`);

type Answer = readonly [kind: Verdict['kind'], of?: string, agreeing?: number];

/**
 * The distributed index, for all processes that share a namespace: every call is one Lua script, over keys in one slot of a cluster. The connection
 * stays the caller's.
 */
export function openRedisDedup(client: Redis, { preset: name, namespace = 'garner' }: RedisDedupOptions): Dedup {
  const preset = presets[name];
  const slots = slotsOf(preset);
  let least = 0;
  while (estimateOf(least, slots) < preset.least) least += 1;
  const runScript = runnerFor(client);
  const run = async (operation: 'claim' | 'forget', args: readonly (string | Buffer)[]): Promise<unknown> => {
    try {
      return await runScript('dedup', `{${namespace}:dedup}:`, [operation, name, slots, preset.bands, preset.rows, least, ...args]);
    } catch (error) {
      const [, known] = /^PRESET (\w+)/.exec(error instanceof Error ? error.message : '') ?? [];
      if (known === undefined) throw error;
      throw new StorageError(
        `The deduplication index ${namespace} was made with the preset ${known}, and cannot be read with ${name}. Open it with ${known}, or give another namespace.`,
        { cause: error },
      );
    }
  };
  const argumentsOf = ({ id, url, digest, signature }: Claim): Buffer[] => {
    demandSlots(signature, slots);
    const text = Buffer.from(digest.slice('sha256:'.length), 'hex').subarray(0, 16);
    const [name, rows] = [packed(id), Buffer.from(signature.subarray(0, slots))];
    return [name, hash('sha256', url, 'buffer').subarray(0, 8), text, rows, hashesOf(name, rows)];
  };
  /** As the script hashes the id and each band of a document that is in the index. */
  const hashesOf = (id: Buffer, signature: Buffer): Buffer => {
    const { bands, rows } = preset;
    const band = (n: number): Buffer => Buffer.concat([Buffer.from(String(n + 1)), signature.subarray(n * rows, (n + 1) * rows)]);
    const hashed = [id, ...Array.from({ length: signature.length === 0 ? 0 : bands }, (_, n) => band(n))];
    return Buffer.concat(hashed.map((each) => hash('sha1', each, 'buffer').subarray(0, 3)));
  };
  const verdictOf = ([kind, of = '', agreeing = 0]: Answer): Verdict => {
    if (kind === 'unique' || kind === 'mine') return { kind };
    return kind === 'near' ? { kind, of, estimate: estimateOf(agreeing, slots) } : { kind, of };
  };
  return {
    async claim(claims) {
      const args = claims.map(argumentsOf);
      const verdicts: Verdict[] = [];
      for (let at = 0; at < args.length; at += AT_ONCE) {
        const answers = (await run('claim', args.slice(at, at + AT_ONCE).flat())) as readonly Answer[];
        verdicts.push(...answers.map(verdictOf));
      }
      return verdicts;
    },
    forget: async (ids) => Number(await run('forget', ids.map(packed))),
    close: async () => undefined,
  };
}
