import { hash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Claim, Dedup, Verdict } from '../../src/dedup/dedup.ts';
import { openRedisDedup } from '../../src/dedup/redis.ts';
import { openScratchDedup } from '../../src/dedup/scratch.ts';
import { openSqliteDedup } from '../../src/dedup/sqlite.ts';
import type { Digest } from '../../src/records.ts';
import { chanceOf } from '../../test/web/chance.ts';
import { startRedis } from '../../test/redis/server.ts';
import { told } from './pairs.ts';

const BATCH = 256;
/** After so many claims a rate is told. */
const STEP = 100_000;
/** Earlier signatures that later ones may nearly be. */
const REMEMBERED = 5000;

/** Documents without end: signatures at random, one in twenty nearly the same as an earlier one. */
function claims(): (count: number) => readonly Claim[] {
  const chance = chanceOf(20_261_128);
  const earlier: Uint8Array[] = [];
  let serial = 0;
  const signatureOf = (): Uint8Array => {
    const like = chance.next() < 0.05 ? earlier[Math.floor(chance.next() * earlier.length)] : undefined;
    const signature = like?.slice() ?? Uint8Array.from({ length: 112 }, () => chance.next() * 256);
    if (like === undefined) earlier[serial % REMEMBERED] = signature;
    else for (let n = 0; n < 8; n += 1) signature[Math.floor(chance.next() * 112)] = chance.next() * 256;
    return signature;
  };
  return (count) =>
    Array.from({ length: count }, () => {
      serial += 1;
      const digest = `sha256:${hash('sha256', `text ${serial}`)}` as Digest;
      return { id: hash('sha256', `id ${serial}`), url: `https://h${serial % 5000}.test/page/${serial}`, digest, signature: signatureOf() };
    });
}

interface Index {
  readonly claim: (batch: readonly Claim[]) => Promise<readonly Verdict[]> | readonly Verdict[];
  /** Of the index so far, on the disk or in Redis. */
  readonly bytes: () => Promise<number> | number;
}

/** Claims documents, and tells the rate of each step; only the index's own time counts. Returns the rate of all, and bytes per document. */
async function grow(total: number, { claim, bytes }: Index): Promise<{ readonly rate: number; readonly size: number }> {
  const next = claims();
  let near = 0;
  let all = 0;
  for (let done = 0; done < total;) {
    const end = Math.min(total, done + STEP);
    let spent = 0;
    let processor = 0;
    const step = end - done;
    while (done < end) {
      const batch = next(Math.min(BATCH, end - done));
      const [start, used] = [performance.now(), process.cpuUsage()];
      const verdicts = await claim(batch);
      const { user, system } = process.cpuUsage(used);
      spent += performance.now() - start;
      processor += user + system;
      near += verdicts.filter(({ kind }) => kind === 'near').length;
      done += batch.length;
    }
    all += spent;
    const memory = Math.round(process.memoryUsage().rss / 2 ** 20);
    console.log(
      `  ${done.toLocaleString('en').padStart(10)}: ${perSecond(step, spent).padStart(9)}/s, ${(processor / step).toFixed(0)} µs of processor time each, process ${memory} MiB`,
    );
  }
  const share = near / total;
  if (share < 0.03 || share > 0.06) throw new Error(`${near} of ${total} claims were near; one in twenty should be`);
  return { rate: (total / all) * 1000, size: (await bytes()) / (total - near) };
}

const perSecond = (count: number, ms: number): string => Math.round((count / ms) * 1000).toLocaleString('en');

function tell({ rate, size }: { readonly rate: number; readonly size: number }, least: number, most: number): void {
  told('claims', `${Math.round(rate).toLocaleString('en')}/s`, `≥ ${least.toLocaleString('en')}`, rate >= least);
  if (size > 0) told('a document that is kept', `${Math.round(size)} B`, `≤ ${most}`, size <= most);
}

/** Prints what claims cost in the embedded index: on the disk, and in a build's scratch file. */
export async function claimEmbedded(documents: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'garner-dedup-'));
  const file = join(folder, 'dedup.db');
  try {
    console.log(`SQLite on disk, batches of ${BATCH}`);
    const dedup = await openSqliteDedup(file, 'verified');
    const { rate } = await grow(documents, { claim: (batch) => dedup.claim(batch), bytes: () => 0 });
    const kept = documents * 0.95;
    await dedup.close();
    tell({ rate, size: statSync(file).size / kept }, 3000, 450);
    const start = performance.now();
    const again = await openSqliteDedup(file, 'verified');
    await again.forget(['']);
    console.log(`  opened again in ${((performance.now() - start) / 1000).toFixed(1)} s`);
    await again.close();
    console.log('a build’s scratch file, one claim after another');
    const scratch = openScratchDedup(join(folder, 'scratch.db'), 'verified');
    tell(await grow(documents, { claim: (batch) => batch.map((claim) => scratch.claim(claim)), bytes: () => 0 }), 3000, 450);
    scratch.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Prints what claims cost on a Redis of this bench's own, several under way at once. */
export async function claimOnRedis(documents: number): Promise<void> {
  const redis = await startRedis();
  try {
    console.log('Redis with an append-only file');
    const client = redis.connect();
    const dedup: Dedup = openRedisDedup(client, { namespace: 'bench', preset: 'verified' });
    const used = async (): Promise<number> => Number(/used_memory:(\d+)/.exec(await client.info('memory'))?.[1]);
    // A script that is known and a buffer that is there are no document's.
    await dedup.forget(['']);
    const before = await used();
    const cpu = async (): Promise<number> => {
      const info = await client.info('cpu');
      return ['user', 'sys'].reduce((sum, name) => sum + Number(new RegExp(`used_cpu_${name}_main_thread:([\\d.]+)`).exec(info)?.[1]), 0);
    };
    const started = await cpu();
    tell(await grow(documents, { claim: (batch) => dedup.claim(batch), bytes: async () => (await used()) - before }), 2500, 400);
    console.log(`  by Redis's own processor time ${Math.round(documents / ((await cpu()) - started)).toLocaleString('en')}/s`);
  } finally {
    await redis.close();
  }
}
