import { Piscina } from 'piscina';

export interface TokenCounter {
  /** Tokens of a text by o200k. What looks like a special token is plain text. */
  count(text: string): Promise<number>;
  /** Ends the threads; counts that are under way reject. */
  close(): Promise<void>;
}

export interface TokenCounterLimits {
  /** Threads. Default: 1, which counts a thousand pages of 5 kB a second. */
  readonly workers?: number;
  /** Heap of one thread. Default: 512 MiB, of which the vocabulary takes a fifth. */
  readonly memoryBytes?: number;
}

/** This module is `.ts` in the source tree and `.js` in the package, and so is the worker beside it. */
const workerFile = new URL(`./token-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url).href;

/** Counts tokens in threads of its own, which begin with the first text: loading the vocabulary takes half a second. */
export function openTokenCounter({ workers = 1, memoryBytes = 2 ** 29 }: TokenCounterLimits = {}): TokenCounter {
  const pool = new Piscina({
    filename: workerFile,
    minThreads: 0,
    maxThreads: workers,
    idleTimeout: 30_000,
    resourceLimits: { maxOldGenerationSizeMb: Math.ceil(memoryBytes / 2 ** 20) },
    env: {},
    recordTiming: false,
  });
  // Piscina tells of a thread that broke between texts; it has replaced it already.
  pool.on('error', () => {});
  return { count: async (text) => (await pool.run(text)) as number, close: () => pool.destroy() };
}
