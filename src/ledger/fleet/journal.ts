import type { Instant, RunId } from '../../records.ts';
import type { FactOf, HostFact, HostFactKind } from '../host-facts.ts';
import type { Ledger } from '../ledger.ts';
import type { EntryRow, RunRow } from '../sqlite/row.ts';

/** What a journal tells, a line of JSON each. */
export type JournalEvent =
  | { readonly entry: EntryRow }
  | { readonly harvested: string; readonly queue?: Instant }
  | { readonly rebuilt: RunId; readonly at: Instant }
  | { readonly started: RunRow }
  | { readonly moved: Parameters<Ledger['moved']>[0]; readonly at: Instant }
  | { readonly ended: RunId; readonly at: Instant }
  | { readonly fact: HostFact; readonly origin: FactOf; readonly kind: HostFactKind };

export const JOURNAL = '.journal.jsonl';

interface Waiting {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Where a journal is kept. */
export interface JournalPlace {
  /** Resolves when the text, whole lines of it, outlives this process. What has failed once fails for ever. */
  append(text: string): Promise<void>;
  close(): Promise<void>;
}

/** Characters that go down at once; a longer line goes alone. */
const MOST = 2 ** 19;

/**
 * The history that one process writes: lines are only ever added. All that waits when its place is free goes down together. A line that a
 * crash has cut short was never acknowledged; readers stop before it.
 */
export class Journal {
  readonly #place: JournalPlace;
  readonly #demand: () => Promise<void>;
  #waiting: Waiting[] = [];
  #flushing: Promise<void> | null = null;
  #broken: Error | null = null;

  /** `demand` is awaited before each writing; what it rejects with breaks the journal. */
  constructor(place: JournalPlace, demand: () => Promise<void> = () => Promise.resolve()) {
    this.#place = place;
    this.#demand = demand;
  }

  /** Resolves when the event will not be lost. */
  append(event: JournalEvent): Promise<void> {
    if (this.#broken !== null) return Promise.reject(this.#broken);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ line: `${JSON.stringify(event)}\n`, resolve, reject });
      this.#flushing ??= this.#flush();
    });
  }

  async close(): Promise<void> {
    while (this.#flushing !== null) await this.#flushing;
    // A place that has said where the journal ends takes nothing more: nobody would read it.
    this.#broken ??= new Error('the journal is closed');
    await this.#place.close();
  }

  async #flush(): Promise<void> {
    // Not before the caller holds this promise.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#next();
      try {
        await this.#demand();
        await this.#place.append(batch.map(({ line }) => line).join(''));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        this.#broken = error instanceof Error ? error : new Error(String(error));
        for (const { reject } of [...batch, ...this.#waiting.splice(0)]) reject(this.#broken);
      }
    }
    // At once: who appends when it hears of the last one must find that nothing is under way.
    this.#flushing = null;
  }

  #next(): readonly Waiting[] {
    let characters = 0;
    const end = this.#waiting.findIndex(({ line }, at) => (characters += line.length) > MOST && at > 0);
    return this.#waiting.splice(0, end === -1 ? this.#waiting.length : end);
  }
}

/** `writer` names the process among those that live; two that live at once must not share it. */
export function journalName(writer: string, startedAt: Instant): string {
  const stamp = new Date(startedAt).toISOString().replaceAll(/\D/g, '');
  return `${stamp}-${writer}-${process.pid}${JOURNAL}`;
}

/** When a journal was begun, from its name. */
export function journalBegun(name: string): Instant {
  const [, date = '', hour, minute, second, millisecond] = /^(\d{8})(\d\d)(\d\d)(\d\d)(\d{3})-/.exec(name) ?? [];
  return Date.parse(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T${hour}:${minute}:${second}.${millisecond}Z`);
}
