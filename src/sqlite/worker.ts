import type { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { closeDatabase, openDatabase } from './database.ts';
import type { Operations, Store } from './store.ts';
import { type Call, failure, type Result, Transactions } from './transaction.ts';

export interface WriterData {
  readonly file: string;
  /** URL of the module that exports `store`. */
  readonly module: string;
}

/** A batch to run, or the wish to close. */
export type Order = readonly Call[] | 'close';
export type Answer = readonly Result[];

/** The writer thread: owns the only connection that writes to one file, and answers orders one after another. */
async function write({ file, module }: WriterData): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('this module is the start of a worker thread');
  const answer = (results: Answer): void => port.postMessage(results);
  let db: DatabaseSync;
  let transactions: Transactions;
  try {
    const { store } = (await import(module)) as { store: Store<Operations> };
    db = openDatabase(file, store.schema);
    transactions = new Transactions(db, file, store);
  } catch (error) {
    answer([failure(error, file)]);
    port.close();
    return;
  }
  answer([{ ok: true, value: undefined }]);
  port.on('message', (order: Order) => {
    if (order !== 'close') {
      answer(transactions.run(order));
      return;
    }
    try {
      closeDatabase(db, file);
      answer([{ ok: true, value: undefined }]);
    } catch (error) {
      answer([failure(error, file)]);
    }
    port.close();
  });
}

await write(workerData as WriterData);
