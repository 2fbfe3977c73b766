import { Worker } from 'node:worker_threads';
import { closeDatabase, openDatabase } from './database.ts';
import type { Operations, Store } from './store.ts';
import { type Call, type Result, Transactions } from './transaction.ts';
import type { Answer, Order, WriterData } from './worker.ts';

/** The way to whoever runs the transactions. One batch is under way at a time. */
export interface Channel {
  send(calls: readonly Call[]): Promise<readonly Result[]>;
  close(): Promise<readonly Result[]>;
}

/** This module is `.ts` in the source tree and `.js` in the package, and so is the worker beside it. */
const workerFile = new URL(`./worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);

/** For databases in memory: the same transactions, in this thread. */
export function inlineChannel(file: string, store: Store<Operations>): Channel {
  const db = openDatabase(file, store.schema);
  const transactions = new Transactions(db, file, store);
  return {
    send: async (calls) => transactions.run(calls),
    close: async () => {
      closeDatabase(db, file);
      return [{ ok: true, value: undefined }];
    },
  };
}

/** Starts the writer thread of a file; `opened` is its first answer. */
export function threadChannel(file: string, store: Store<Operations>): Channel & { readonly opened: Promise<Answer> } {
  const worker = new Worker(workerFile, {
    name: `garner ${store.schema.name}`,
    workerData: { file, module: store.module } satisfies WriterData,
    // Some options of the process, such as --input-type, do not suit a thread.
    execArgv: [],
  });
  let waiting: { resolve: (answer: Answer) => void; reject: (reason: Error) => void } | null = null;
  let gone: Error | null = null;

  const end = (reason: Error): void => {
    gone ??= reason;
    waiting?.reject(gone);
    waiting = null;
  };
  const answered = (): Promise<Answer> =>
    new Promise((resolve, reject) => {
      if (gone !== null) {
        reject(gone);
        return;
      }
      waiting = { resolve, reject };
      // The process stays alive for what is under way, not for a thread that waits for orders.
      worker.ref();
    });
  worker.on('message', (answer: Answer) => {
    worker.unref();
    waiting?.resolve(answer);
    waiting = null;
  });
  worker.on('error', (error) => end(new Error(`the writer thread of ${file} broke: ${String(error)}`, { cause: error })));
  worker.on('exit', () => end(new Error(`the writer thread of ${file} has ended`)));

  const order = (message: Order): Promise<Answer> => {
    const answer = answered();
    if (gone === null) worker.postMessage(message, []);
    return answer;
  };
  return {
    opened: answered(),
    send: order,
    close: async () => {
      const exited = new Promise((resolve) => worker.once('exit', resolve));
      const answer = await order('close');
      // An unreferenced worker would not be waited for, and its file might still be open.
      worker.ref();
      await exited;
      return answer;
    },
  };
}
