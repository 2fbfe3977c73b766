import type { Objects } from '../../objects/objects.ts';
import { type Stored, withoutHeaders } from '../sqlite/archived.ts';
import type { JournalEvent } from './journal.ts';
import { chunkKeys } from './journal-objects.ts';

/**
 * Takes the headers of some answers out of the journals of a store. Lines keep their lengths, filled with spaces, so that places in journals stay what they
 * are for whoever has read so far. Chunks that have nothing of it stay as they are. Returns how many were written anew.
 */
export async function eraseHeaders(objects: Objects, isErased: (fetchId: string) => boolean): Promise<number> {
  let [written, hasChanged] = [0, false];
  for await (const key of chunkKeys(objects)) {
    const seen = await objects.get(key);
    if (seen !== null && cleanedChunk(seen, isErased) === null) continue;
    const found = await objects.stat(key);
    const chunk = await objects.get(key);
    const cleaned = chunk === null ? null : cleanedChunk(chunk, isErased);
    // A `gc` that took this process for dead may have merged it since: then it is elsewhere, or is more.
    if (found !== null && cleaned !== null && (await objects.put(key, cleaned, { etag: found.etag }))) written += 1;
    else hasChanged = true;
  }
  return hasChanged ? written + (await eraseHeaders(objects, isErased)) : written;
}

/** Null when there is nothing to erase in it. */
function cleanedChunk(chunk: Uint8Array, isErased: (fetchId: string) => boolean): Uint8Array | null {
  const lines = Buffer.from(chunk).toString().split('\n');
  const cleaned = lines.map((line) => cleanedLine(line, isErased));
  return cleaned.every((line, at) => line === lines[at]) ? null : Buffer.from(cleaned.join('\n'));
}

function cleanedLine(line: string, isErased: (fetchId: string) => boolean): string {
  if (!line.startsWith('{"entry"')) return line;
  const { entry } = JSON.parse(line) as Extract<JournalEvent, { readonly entry: unknown }>;
  if (!isErased(entry.fetchId)) return line;
  const outcome = JSON.stringify(withoutHeaders(JSON.parse(entry.outcome) as Stored));
  const cleaned = JSON.stringify({ entry: { ...entry, outcome } } satisfies JournalEvent);
  return cleaned + ' '.repeat(Math.max(0, Buffer.byteLength(line) - Buffer.byteLength(cleaned)));
}
