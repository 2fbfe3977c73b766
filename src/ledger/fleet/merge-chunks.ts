import { DAY_MS, type Instant } from '../../records.ts';
import type { Objects } from '../../objects/objects.ts';
import { StorageError } from '../../sqlite/storage-error.ts';
import { journalBegun } from './journal.ts';
import { type Chunk, chunksOf, journalEnds, journalNames, putChunk, putEnd } from './journal-objects.ts';
import { TAIL } from './shared-journals.ts';

/** Chunks that become one, at the place of the first; what follows the first is in it then, and goes. */
interface Merger {
  readonly first: Chunk;
  readonly others: readonly Chunk[];
  /** It is one already: a merging was cut short. */
  readonly isDone: boolean;
}

/** What can be merged. */
export interface Mergers {
  readonly journals: number;
  /** Objects now, and afterwards. */
  readonly before: number;
  readonly after: number;
  /** Cut short at any point, it loses nothing: the next one goes on. */
  merge(progress?: (what: string) => void): Promise<void>;
}

/** Bytes of chunks that become one: a reader looks so far back for where the last one begins that it has a part of. */
const MOST = TAIL;
/** Chunks that are read at once. */
const AT_ONCE = 8;
/** Journals that were begun so long ago, and have no end, are of processes that died. */
const LEFT_MS = DAY_MS;

/**
 * Looks for chunks of journals that nobody adds to any longer. Journals of processes that died are ended first, unless nothing is to be changed: nobody
 * may be at work.
 */
export async function findMergers(objects: Objects, now: Instant, dryRun: boolean): Promise<Mergers> {
  const ends = await journalEnds(objects);
  let [journals, before] = [0, 0];
  const mergers: Merger[] = [];
  for (const name of await journalNames(objects)) {
    if (!ends.has(name)) {
      const isLeft = journalBegun(name) <= now - LEFT_MS;
      if (!isLeft || (!dryRun && !(await endJournal(objects, name)))) continue;
    }
    const found = mergersOf((await chunksOf(objects, name)).filter(({ bytes }) => bytes > 0));
    if (found.length === 0) continue;
    journals += 1;
    before += found.reduce((sum, { others }) => sum + 1 + others.length, 0);
    mergers.push(...found);
  }
  return {
    journals,
    before,
    after: mergers.length,
    async merge(progress) {
      for (const [n, merger] of mergers.entries()) {
        if (n % 10 === 0) progress?.(`merging journals: ${n} of ${mergers.length}`);
        await mergeOne(objects, merger);
      }
    },
  };
}

/** Puts a fence, so that whoever was only taken for dead hears of it. False when it lives, or when a chunk is missing: readers stop there. */
async function endJournal(objects: Objects, name: string): Promise<boolean> {
  const chunks = await chunksOf(objects, name);
  let end = 0;
  for (const { offset, bytes } of chunks) {
    if (offset > end) return false;
    end = Math.max(end, offset + bytes);
  }
  const isFenced = chunks.at(-1)?.bytes === 0;
  if (!isFenced && !(await putChunk(objects, name, end, new Uint8Array()))) return false;
  await putEnd(objects, name, end);
  return true;
}

function mergersOf(chunks: readonly Chunk[]): readonly Merger[] {
  const mergers: Merger[] = [];
  let some: Chunk[] = [];
  let end = 0;
  const close = (): void => {
    const [first, ...others] = some;
    if (first !== undefined && others.length > 0) mergers.push({ first, others, isDone: first.offset + first.bytes >= end });
    some = [];
  };
  for (const chunk of chunks) {
    const [first = chunk] = some;
    const isIn = chunk.offset + chunk.bytes <= end;
    if (!isIn && (chunk.offset !== end || chunk.offset + chunk.bytes - first.offset > MOST)) close();
    some.push(chunk);
    end = Math.max(end, chunk.offset + chunk.bytes);
  }
  close();
  return mergers;
}

async function mergeOne(objects: Objects, { first, others, isDone }: Merger): Promise<void> {
  if (!isDone) {
    const merged: Uint8Array[] = [];
    let end = first.offset;
    const chunks = [first, ...others];
    for (let n = 0; n < chunks.length; n += AT_ONCE) {
      const some = chunks.slice(n, n + AT_ONCE);
      const bodies = await Promise.all(some.map(({ key }) => objects.get(key)));
      for (const [i, { key, offset, bytes }] of some.entries()) {
        const body = bodies[i];
        if (body?.byteLength !== bytes)
          throw new StorageError(`${objects.place}/${key} has changed meanwhile. Run \`gc\` when nobody is at work.`);
        if (offset + bytes <= end) continue;
        merged.push(body.subarray(end - offset));
        end = offset + bytes;
      }
    }
    await objects.put(first.key, Buffer.concat(merged));
  }
  // Only now: readers find what they look for here or there.
  await objects.remove(others.map(({ key }) => key));
}
