import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writer } from '../../sqlite/writer.ts';
import type { LedgerOperations } from '../sqlite/store.ts';
import { JOURNAL, type JournalEvent } from './journal.ts';
import type { JournalCopies } from './shared-journals.ts';

/** Bytes of a journal that are folded in one transaction. */
const CHUNK = 1 << 20;

/**
 * Brings the index up to the journals: what is new in them goes into the database, each stretch in one transaction with the mark that says how
 * far it goes, so that processes that fold at the same time, or die while they do, fold nothing twice and leave nothing out.
 */
export class Fold {
  readonly #folder: string;
  readonly #writer: Writer<LedgerOperations>;
  readonly #copies: JournalCopies | null;
  #running: Promise<void> | null = null;
  #again: Promise<void> | null = null;

  /** `copies` are those that the folder has of journals in an object store. */
  constructor(folder: string, writer: Writer<LedgerOperations>, copies: JournalCopies | null = null) {
    this.#copies = copies;
    this.#folder = folder;
    this.#writer = writer;
  }

  /** Resolves when all that was acknowledged before the call is in the index. Calls at the same time share a reading. */
  run(): Promise<void> {
    // One that is under way may have passed the newest lines already; the one after it has not begun.
    if (this.#running === null) return (this.#running = this.#read().finally(() => (this.#running = null)));
    return (this.#again ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#again = null;
        return this.run();
      }));
  }

  async #read(): Promise<void> {
    const marks = new Map((await this.#writer.call('journals')).map(({ name, bytes }) => [name, bytes]));
    await this.#copies?.refresh(marks);
    const names = (await readdir(this.#folder)).filter((name) => name.endsWith(JOURNAL)).sort();
    for (const name of names) await this.#readOne(name, marks.get(name) ?? 0);
  }

  async #readOne(name: string, from: number): Promise<void> {
    const file = await open(join(this.#folder, name), 'r').catch(nullIfGone);
    if (file === null) return;
    try {
      const { size } = await file.stat();
      for (let at = from; at < size;) {
        const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(Math.min(CHUNK, size - at)), 0, undefined, at);
        const chunk = buffer.subarray(0, bytesRead);
        let end = chunk.lastIndexOf(10) + 1;
        let whole: Buffer = chunk.subarray(0, end);
        if (end === 0) {
          // A line longer than a chunk, or one that is not whole yet.
          whole = await lineAt(file, at, size);
          end = whole.length;
          if (end === 0) return;
        }
        const events = whole
          .toString('utf8', 0, end - 1)
          .split('\n')
          .map((line) => JSON.parse(line) as JournalEvent);
        at = await this.#writer.call('fold', name, at, at + end, events);
      }
    } finally {
      await file.close();
    }
  }
}

/** `gc` has removed a journal since it was listed: all of it is in the index. */
function nullIfGone(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

async function lineAt(file: Awaited<ReturnType<typeof open>>, at: number, size: number): Promise<Buffer> {
  const rest = Buffer.allocUnsafe(size - at);
  const { bytesRead } = await file.read(rest, 0, rest.length, at);
  return rest.subarray(0, rest.subarray(0, bytesRead).indexOf(10) + 1);
}
