import { availableParallelism } from 'node:os';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type { Drop } from '../records.ts';
import { leaveWasmCallsUncompiled } from './wasm-calls.ts';

export interface ThreadLimits {
  /** Worker threads. Default: one per core. */
  readonly workers?: number;
  /** For one page, from the moment a thread takes it up. */
  readonly deadlineMs: number;
  /** Heap of one thread. */
  readonly memoryBytes: number;
}

/** What a task ended with: its result, or the drop its thread's end amounts to with what the task had told before. */
export type TaskResult<Result, News> =
  | { readonly done: true; readonly result: Result }
  | { readonly done: false; readonly drop: Drop; readonly news: News | null };

/** What a thread says while it works. */
export type Message<News> = { readonly kind: 'started' } | { readonly kind: 'news'; readonly news: News };

/** How long a thread may take to begin: loading the extractor on a busy machine takes seconds. */
const START_MS = 60_000;

/** This module is `.ts` in the source tree and `.js` in the package, and so is the worker beside it. */
const workerFile = new URL(`./worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url).href;

const messageOf = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, 300);
const reasonOf = (error: unknown, isLate: boolean): string => (isLate ? `it did not start within ${START_MS / 1000} s` : messageOf(error));
const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '');

/** Threads that outlive whatever a page does to one of them: the thread is ended and replaced, and only that page is lost. */
export class Threads {
  readonly #limits: ThreadLimits;
  readonly #pool: Piscina;
  readonly #waiting: (() => void)[] = [];
  #free: number;
  #closed = false;

  constructor(limits: ThreadLimits) {
    leaveWasmCallsUncompiled();
    const workers = limits.workers ?? availableParallelism();
    this.#limits = limits;
    this.#free = workers;
    this.#pool = new Piscina({
      filename: workerFile,
      minThreads: 1,
      maxThreads: workers,
      idleTimeout: 30_000,
      // A thread that ends takes all its tasks along, so it has one.
      concurrentTasksPerWorker: 1,
      resourceLimits: { maxOldGenerationSizeMb: Math.ceil(limits.memoryBytes / 2 ** 20) },
      // Pages are refined from values alone; a hostile one finds no environment either.
      env: {},
      recordTiming: false,
    });
    // Piscina tells of a thread that broke between tasks; it has replaced it already.
    this.#pool.on('error', () => {});
  }

  /** Runs a task of the worker by name. Never rejects for what the page does, but when no thread can start. `bytes` move to the thread: the caller must not use them again. */
  async run<Result, News>(name: string, task: object, bytes?: Uint8Array<ArrayBuffer>): Promise<TaskResult<Result, News>> {
    await this.#turn();
    try {
      return await this.#attempt<Result, News>(name, task, bytes);
    } finally {
      this.#free += 1;
      this.#waiting.shift()?.();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#pool.destroy();
  }

  /** Waits for a free thread, so that no page's deadline runs while it queues. */
  async #turn(): Promise<void> {
    while (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#free -= 1;
  }

  async #attempt<Result, News>(name: string, task: object, bytes?: Uint8Array<ArrayBuffer>): Promise<TaskResult<Result, News>> {
    const { port1, port2 } = new MessageChannel();
    const abort = new AbortController();
    let news: News | null = null;
    let isStarted = false;
    let timer = setTimeout(() => abort.abort(), START_MS);
    const hear = (message: Message<News>): void => {
      if (message.kind === 'news') ({ news } = message);
      else {
        isStarted = true;
        clearTimeout(timer);
        timer = setTimeout(() => abort.abort(), this.#limits.deadlineMs);
      }
    };
    port1.on('message', hear);
    try {
      const transferList = bytes === undefined ? [port2] : [port2, bytes.buffer];
      const result = (await this.#pool.run({ ...task, port: port2 }, { name, signal: abort.signal, transferList })) as Result;
      return { done: true, result };
    } catch (error) {
      // What a dying thread said last may not have been delivered yet.
      for (let last = receiveMessageOnPort(port1); last !== undefined; last = receiveMessageOnPort(port1)) hear(last.message);
      if (this.#closed) throw error;
      // No page is to blame for a thread that could not begin.
      if (!isStarted) throw new Error(`no thread to refine in: ${reasonOf(error, abort.signal.aborted)}`, { cause: error });
      return { done: false, drop: this.#dropFor(error, abort.signal.aborted), news };
    } finally {
      clearTimeout(timer);
      port1.close();
    }
  }

  #dropFor(error: unknown, isLate: boolean): Drop {
    const { deadlineMs, memoryBytes } = this.#limits;
    if (isLate) return { stage: 'refine', rule: 'deadline', because: `not done after ${deadlineMs} ms` };
    if (codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY') {
      return { stage: 'refine', rule: 'out-of-memory', because: `more than ${Math.ceil(memoryBytes / 2 ** 20)} MiB of heap` };
    }
    return {
      stage: 'refine',
      rule: 'crashed',
      because: messageOf(error),
    };
  }
}
