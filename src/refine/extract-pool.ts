import type { Bare } from '../extract/bare.ts';
import type { Extraction, Step } from '../records.ts';
import { type ThreadLimits, Threads } from './threads.ts';

export interface ExtractPool {
  /** Extracts a page in a worker thread. Never rejects for what a page does: what ends its thread is a drop of stage `refine`. */
  extract(page: Bare): Promise<Step<Extraction>>;
  close(): Promise<void>;
}

/** Threads that extract pages outside of any crawl, under the same deadline and heap as within one. */
export function createExtractPool(limits: ThreadLimits): ExtractPool {
  const threads = new Threads(limits);
  return {
    async extract(page) {
      const body = typeof page.body === 'string' ? page.body : new Uint8Array(page.body);
      const moved = typeof body === 'string' ? undefined : body;
      const ended = await threads.run<Step<Extraction>, never>('extract', { page: { ...page, body } }, moved);
      return ended.done ? ended.result : { kept: false, drop: ended.drop };
    },
    close: () => threads.close(),
  };
}
