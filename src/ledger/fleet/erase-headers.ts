import type { Objects } from '../../objects/objects.ts';
import { type Stored, withoutHeaders } from '../sqlite/archived.ts';
import type { JournalEvent } from './journal.ts';
import { chunkKeys } from './journal-objects.ts';

/**
 * Takes the headers of some answers out of the journals of a store. Lines keep their lengths, filled with spaces, so that places in journals stay what they
 * are for whoever has read so far. Chunks that have nothing of it stay as they are. Returns how many were written anew.
 */
export async function eraseHeaders(objects: Objects, isErased: (fetchId: string) => boolean): Promise<number> {
  let written = 0;
  for await (const key of chunkKeys(objects)) {
    const chunk = await objects.get(key);
    if (chunk === null) continue;
    const lines = Buffer.from(chunk).toString().split('\n');
    const cleaned = lines.map((line) => cleanedLine(line, isErased));
    if (cleaned.every((line, at) => line === lines[at])) continue;
    await objects.put(key, Buffer.from(cleaned.join('\n')));
    written += 1;
  }
  return written;
}

function cleanedLine(line: string, isErased: (fetchId: string) => boolean): string {
  if (!line.startsWith('{"entry"')) return line;
  const { entry } = JSON.parse(line) as Extract<JournalEvent, { readonly entry: unknown }>;
  if (!isErased(entry.fetchId)) return line;
  const outcome = JSON.stringify(withoutHeaders(JSON.parse(entry.outcome) as Stored));
  const cleaned = JSON.stringify({ entry: { ...entry, outcome } } satisfies JournalEvent);
  return cleaned + ' '.repeat(Math.max(0, Buffer.byteLength(line) - Buffer.byteLength(cleaned)));
}
