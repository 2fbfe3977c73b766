import { Worker } from 'node:worker_threads';
import { ArchiveError, type Exchange } from './archive.ts';
import type { WarcArchive, WarcArchiveOptions } from './warc-archive.ts';
import type { ArchiveAnswer, ArchiveCall, ArchiveWorkerData } from './worker.ts';

/** This module is `.ts` in the source tree and `.js` in the package, and so is the worker beside it. */
const workerFile = new URL(`./worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * `openWarcArchive` in a thread of its own: compression, digests and flushes cost the calling thread one copy of each body. The clock is
 * the thread's.
 */
export async function openThreadedArchive(folder: string, options: Omit<WarcArchiveOptions, 'clock'>): Promise<WarcArchive> {
  const thread = new ArchiveThread({ folder, options });
  const recovered = (await thread.opened) as readonly string[];
  return {
    recovered,
    write: (exchange) => thread.call({ name: 'write', args: [exchange] }, exchange),
    revisit: (exchange, of) => thread.call({ name: 'revisit', args: [exchange, of] }, exchange),
    metadata: (of, fields) => thread.call({ name: 'metadata', args: [of, fields] }),
    read: (recordId, location) => thread.call({ name: 'read', args: [recordId, location] }),
    close: () => thread.close(),
  };
}

class ArchiveThread {
  readonly opened: Promise<unknown>;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #serial = 0;
  #gone: Error | null = null;

  constructor(workerData: ArchiveWorkerData) {
    this.#worker = new Worker(workerFile, { name: 'garner archive', workerData, execArgv: [] });
    this.#worker.on('message', (answer: ArchiveAnswer) => this.#settle(answer));
    this.#worker.on('error', (error) => this.#end(new Error(`the archive's thread broke: ${String(error)}`, { cause: error })));
    this.#worker.on('exit', () => this.#end(new ArchiveError(`The archive in ${workerData.folder} is closed.`)));
    this.opened = this.#answerTo(0);
  }

  /** The body of an exchange is copied once and moved: to send a view would copy all of the buffer it is cut from. */
  call<Result>(call: ArchiveCall, exchange?: Exchange): Promise<Result> {
    const id = (this.#serial += 1);
    const answer = this.#answerTo(id) as Promise<Result>;
    if (this.#gone !== null) return answer;
    if (exchange === undefined) {
      this.#worker.postMessage({ id, ...call }, []);
    } else {
      const body = new Uint8Array(exchange.body);
      const [, ...rest] = call.args;
      this.#worker.postMessage({ id, name: call.name, args: [{ ...exchange, body }, ...rest] }, [body.buffer]);
    }
    return answer;
  }

  async close(): Promise<void> {
    if (this.#gone !== null) return;
    const exited = new Promise((resolve) => this.#worker.once('exit', resolve));
    await this.call({ name: 'close', args: [] });
    this.#worker.ref();
    await exited;
  }

  #answerTo(id: number): Promise<unknown> {
    if (this.#gone !== null) return Promise.reject(this.#gone);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      // The process stays alive for what is under way, not for a thread that waits.
      this.#worker.ref();
    });
  }

  #settle(answer: ArchiveAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if ('value' in answer) waiting?.resolve(answer.value);
    else waiting?.reject(answer.archive ? new ArchiveError(answer.message) : new Error(answer.message));
  }

  #end(reason: Error): void {
    this.#gone ??= reason;
    for (const { reject } of this.#waiting.values()) reject(this.#gone);
    this.#waiting.clear();
  }
}
