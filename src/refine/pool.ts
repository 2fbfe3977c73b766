import type { Described } from '../records.ts';
import type { RefineInput, RefineResult } from './refine.ts';
import { type ThreadLimits, Threads } from './threads.ts';
import type { Found } from './page.ts';

export interface RefinePool {
  /** Refines a page in a worker thread. Never rejects for what a page does: what ends its thread is a drop of stage `refine`. */
  refine(input: RefineInput): Promise<RefineResult>;
  /** What can be told of a text by itself, by a thread. `declared` stands where the text does not tell its language. */
  describe(text: string, declared: string | null): Promise<Described>;
  /** Bytes of the bodies that wait or are being refined: what a caller bounds its queue by. */
  readonly pendingBytes: number;
  /** Ends the threads; pages in work are lost. */
  close(): Promise<void>;
}

/** Threads that refine pages, each page with a deadline and each thread with a heap of its own. */
export function createRefinePool(limits: ThreadLimits): RefinePool {
  const threads = new Threads(limits);
  let pendingBytes = 0;
  return {
    get pendingBytes() {
      return pendingBytes;
    },
    async refine(input) {
      pendingBytes += input.body.byteLength;
      try {
        // One copy, which moves: sending the view would copy all of the buffer it is cut from, and moving that would take it from the caller.
        const body = new Uint8Array(input.body);
        const ended = await threads.run<RefineResult, Found>('refine', { input: { ...input, body } }, body);
        if (ended.done) return ended.result;
        return { links: [], feeds: [], ...ended.news, step: { kept: false, drop: ended.drop } };
      } finally {
        pendingBytes -= input.body.byteLength;
      }
    },
    async describe(text, declared) {
      const ended = await threads.run<Described, never>('describe', { text, declared });
      if (ended.done) return ended.result;
      throw new Error(`nothing can be told of a text of ${text.length} characters: ${ended.drop.because}`);
    },
    close: () => threads.close(),
  };
}
