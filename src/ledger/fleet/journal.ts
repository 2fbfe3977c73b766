import { open, readdir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant, RunId } from '../../records.ts';
import { StorageError } from '../../sqlite/storage-error.ts';
import type { FactOf, HostFact, HostFactKind } from '../host-facts.ts';
import type { Ledger } from '../ledger.ts';
import type { EntryRow, RunRow } from '../sqlite/row.ts';

/** What a journal tells, a line of JSON each. */
export type JournalEvent =
  | { readonly entry: EntryRow }
  /** `at` is the system's time, whatever goes on record. */
  | { readonly harvested: string; readonly at?: Instant }
  | { readonly started: RunRow }
  | { readonly moved: Parameters<Ledger['moved']>[0]; readonly at: Instant }
  | { readonly ended: RunId; readonly at: Instant }
  | { readonly fact: HostFact; readonly origin: FactOf; readonly kind: HostFactKind };

export const JOURNAL = '.journal.jsonl';

/** Bytes at the end of a journal that are looked through for what is recent. */
const TAIL = 4 * 2 ** 20;

/** Fetches that some process of the fleet has called harvested since. */
export async function recentlyHarvested(folder: string, since: Instant): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const name of await readdir(folder)) {
    if (!name.endsWith(JOURNAL)) continue;
    for (const line of await lastLines(join(folder, name))) {
      // Entries are most of it, and need not be read.
      if (!line.startsWith('{"harvested"')) continue;
      const event = JSON.parse(line) as { readonly harvested: string; readonly at?: Instant };
      if ((event.at ?? 0) >= since) found.add(event.harvested);
    }
  }
  return found;
}

/** The whole lines at the end of a file. */
async function lastLines(path: string): Promise<readonly string[]> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - TAIL);
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(size - start), 0, undefined, start);
    const lines = buffer.toString('utf8', 0, bytesRead).split('\n');
    return lines.slice(start === 0 ? 0 : 1, -1);
  } finally {
    await file.close();
  }
}

interface Waiting {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * The history that one process writes: a file of its own, to which lines are only ever added. All that waits when the disk is free goes down
 * with one flush. A line that a crash has cut short was never acknowledged; readers stop before it.
 */
export class Journal {
  readonly #path: string;
  #file: Promise<FileHandle> | null = null;
  #waiting: Waiting[] = [];
  #flushing: Promise<void> | null = null;
  #broken: Error | null = null;

  /** `writer` names the process; two that live at once must not share it, and no file of an earlier one is written to. */
  constructor(folder: string, writer: string, startedAt: Instant) {
    const stamp = new Date(startedAt).toISOString().replaceAll(/\D/g, '');
    this.#path = join(folder, `${stamp}-${writer}-${process.pid}${JOURNAL}`);
  }

  /** Resolves when the event is on the disk. */
  append(event: JournalEvent): Promise<void> {
    if (this.#broken !== null) return Promise.reject(this.#broken);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ line: `${JSON.stringify(event)}\n`, resolve, reject });
      this.#flushing ??= this.#flush();
    });
  }

  async close(): Promise<void> {
    await this.#flushing;
    await (await this.#file)?.close();
    this.#file = null;
  }

  async #flush(): Promise<void> {
    // Not before the caller holds this promise.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0);
      try {
        this.#file ??= open(this.#path, 'ax');
        const file = await this.#file;
        await file.appendFile(batch.map(({ line }) => line).join(''));
        await file.datasync();
        for (const { resolve } of batch) resolve();
      } catch (error) {
        // After a failed write nobody knows what the disk holds, and another line must not be joined to half of one.
        this.#broken = new StorageError(
          `${this.#path} cannot be written: ${(error as Error).message}. Make room or make it writable, then start again; what was told before is kept.`,
          { cause: error },
        );
        for (const { reject } of [...batch, ...this.#waiting.splice(0)]) reject(this.#broken);
      }
    }
    // At once: who appends when it hears of the last one must find that nothing is under way.
    this.#flushing = null;
  }
}
