import type { DatabaseSync } from 'node:sqlite';
import { failpoint } from '../disk/failpoint.ts';
import { faultOf } from './fault.ts';
import { StorageError } from './storage-error.ts';
import type { Operations, Store } from './store.ts';

export interface Call {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** What became of a call; errors are flattened, for a class does not survive the way between threads. */
export type Result =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string; readonly isStorage: boolean };

export const failure = (error: unknown, file: string): Result => {
  const { message } = faultOf(error, file);
  return { ok: false, message, isStorage: faultOf(error, file) instanceof StorageError };
};

/** Runs batches of calls, each batch in one transaction: a group commit. */
export class Transactions {
  readonly #db: DatabaseSync;
  readonly #file: string;
  readonly #operations: Operations;
  readonly #durable: ReadonlySet<string>;
  #isSynchronous: boolean | null = null;

  constructor(db: DatabaseSync, file: string, store: Store<Operations>) {
    this.#db = db;
    this.#file = file;
    this.#operations = store.operations(db);
    this.#durable = new Set(store.durable);
  }

  /** One result per call, in order. Everything with a good result is committed. */
  run(calls: readonly Call[]): readonly Result[] {
    this.#synchronise(calls.some(({ name }) => this.#durable.has(name)));
    try {
      failpoint('begin', this.#file);
      this.#db.exec('BEGIN IMMEDIATE');
    } catch (error) {
      return calls.map(() => failure(error, this.#file));
    }
    try {
      const results = calls.map((call): Result => ({ ok: true, value: this.#call(call) }));
      failpoint('commit', this.#file);
      this.#db.exec('COMMIT');
      failpoint('committed', this.#file);
      return results;
    } catch (error) {
      // SQLite ends the transaction itself after some failures, a full disk among them.
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      if (calls.length === 1) return [failure(error, this.#file)];
      // One call spoilt the batch, and nothing of it is there: each gets a transaction of its own, so that only the guilty one fails.
      return calls.flatMap((call) => this.run([call]));
    }
  }

  #call({ name, args }: Call): unknown {
    const operation = this.#operations[name];
    if (operation === undefined) throw new Error(`no operation is called ${name}`);
    return operation(...(args as never[]));
  }

  /** FULL waits for the disk at every commit; NORMAL at checkpoints only, which a killed process does not need. */
  #synchronise(full: boolean): void {
    if (this.#isSynchronous === full) return;
    this.#db.exec(`PRAGMA synchronous = ${full ? 'FULL' : 'NORMAL'}`);
    this.#isSynchronous = full;
  }
}
