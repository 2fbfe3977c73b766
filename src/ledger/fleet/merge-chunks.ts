import { DAY_MS, type Instant } from '../../records.ts';
import { type Chunk, putChunk } from '../../objects/chunks.ts';
import type { Objects } from '../../objects/objects.ts';
import { StorageError } from '../../sqlite/storage-error.ts';
import { journalBegun } from './journal.ts';
import { chunksOf, folderOf, journalEnds, journalNames, putEnd } from './journal-objects.ts';
import { TAIL } from './shared-journals.ts';

/** Chunks that become one, at the place of the first; what follows the first is in it then, and goes. */
interface Merger {
  readonly first: Chunk;
  readonly others: readonly Chunk[];
  /** It is one already: a merging was cut short. */
  readonly isDone: boolean;
}

interface MergeHooks {
  /** Awaited before anything is changed: that nobody else is at work, still. */
  readonly demand?: () => Promise<void>;
  readonly progress?: (what: string) => void;
}

/** What can be merged. */
export interface Mergers {
  readonly journals: number;
  /** Objects now, and afterwards. */
  readonly before: number;
  readonly after: number;
  /** Ends journals of processes that died, too. Cut short at any point, it loses nothing: the next one goes on. */
  merge(hooks?: MergeHooks): Promise<void>;
}

/** Bytes of chunks that become one: a reader looks so far back for where the last one begins that it has a part of. */
const MOST = TAIL;
/** Chunks that are read at once. */
const AT_ONCE = 8;
/** Journals that were begun so long ago, and have no end, are of processes that died. */
const LEFT_MS = DAY_MS;

/** Looks for chunks of journals that nobody adds to any longer. Nobody may be at work when they are merged. */
export async function findMergers(objects: Objects, now: Instant): Promise<Mergers> {
  const ends = await journalEnds(objects);
  let [journals, before, after] = [0, 0, 0];
  // Their names alone: a store may have millions of chunks.
  const names: string[] = [];
  for (const name of await journalNames(objects)) {
    const isEnded = ends.has(name);
    if (!isEnded && !(journalBegun(name) <= now - LEFT_MS)) continue;
    const chunks = await chunksOf(objects, name);
    if (!isEnded && endOf(chunks) === null) continue;
    const found = mergersOf(chunks);
    if (!isEnded || found.length > 0) names.push(name);
    if (found.length === 0) continue;
    journals += 1;
    before += found.reduce((sum, { others }) => sum + 1 + others.length, 0);
    after += found.length;
  }
  return {
    journals,
    before,
    after,
    async merge({ demand = () => Promise.resolve(), progress } = {}) {
      for (const [n, name] of names.entries()) {
        progress?.(`merging journals: ${n} of ${names.length}`);
        await demand();
        if (!ends.has(name) && !(await endJournal(objects, name))) continue;
        for (const merger of mergersOf(await chunksOf(objects, name))) await mergeOne(objects, merger, demand);
      }
    },
  };
}

/** Puts a fence, so that whoever was only taken for dead hears of it. False when it lives, or when a chunk is missing. */
async function endJournal(objects: Objects, name: string): Promise<boolean> {
  const chunks = await chunksOf(objects, name);
  const end = endOf(chunks);
  if (end === null) return false;
  const isFenced = chunks.at(-1)?.bytes === 0;
  if (!isFenced && !(await putChunk(objects, folderOf(name), end, new Uint8Array()))) return false;
  await putEnd(objects, name, end);
  return true;
}

/** Where chunks end; null when one is missing: readers stop there. */
function endOf(chunks: readonly Chunk[]): number | null {
  let end = 0;
  for (const { offset, bytes } of chunks) {
    if (offset > end) return null;
    end = Math.max(end, offset + bytes);
  }
  return end;
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
    if (chunk.bytes === 0) continue;
    const [first = chunk] = some;
    const isIn = chunk.offset + chunk.bytes <= end;
    if (!isIn && (chunk.offset !== end || chunk.offset + chunk.bytes - first.offset > MOST)) close();
    some.push(chunk);
    end = Math.max(end, chunk.offset + chunk.bytes);
  }
  close();
  return mergers;
}

async function mergeOne(objects: Objects, { first, others, isDone }: Merger, demand: () => Promise<void>): Promise<void> {
  if (!isDone) {
    const etag = (await objects.stat(first.key))?.etag ?? '';
    const merged: Uint8Array[] = [];
    let end = first.offset;
    const chunks = [first, ...others];
    for (let n = 0; n < chunks.length; n += AT_ONCE) {
      const some = chunks.slice(n, n + AT_ONCE);
      const bodies = await Promise.all(some.map(({ key }) => objects.get(key)));
      for (const [i, chunk] of some.entries()) {
        const body = bodies[i];
        if (body?.byteLength !== chunk.bytes) throw changed(objects, chunk.key);
        if (chunk.offset + chunk.bytes <= end) continue;
        merged.push(body.subarray(end - chunk.offset));
        end = chunk.offset + chunk.bytes;
      }
    }
    await demand();
    // Others may have merged it since, and erased something in it.
    if (!(await objects.put(first.key, Buffer.concat(merged), { etag }))) throw changed(objects, first.key);
  }
  // Only now: readers find what they look for here or there.
  await demand();
  await objects.remove(others.map(({ key }) => key));
}

const changed = (objects: Objects, key: string): StorageError =>
  new StorageError(`${objects.place}/${key} has changed meanwhile. Run \`gc\` when nobody is at work.`);
