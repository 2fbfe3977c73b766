import type { DatabaseSync } from 'node:sqlite';

/** SQL, or what runs it. */
export type Migration = string | ((db: DatabaseSync) => void);

/** What a kind of database file is, and how it came to be so. */
export interface Schema {
  /** For messages: `frontier`, `ledger`. */
  readonly name: string;
  /** Written into the file's header (PRAGMA application_id), so that one kind of file is not taken for another. */
  readonly applicationId: number;
  /** What leads from version n to n + 1, the first from an empty file. Only ever append: files in the field have the older steps behind them. */
  readonly migrations: readonly Migration[];
}

export type Operations = Readonly<Record<string, (...args: never[]) => unknown>>;

/**
 * All that may be done with one kind of database. An operation is a synchronous function over the database: it runs in the writer's thread
 * inside a transaction that it neither begins nor ends, and it may run again after a rollback, so it keeps nothing in memory that matters.
 * Arguments and results are structured-cloned on their way between threads.
 */
export interface Store<Ops extends Operations> {
  /** `import.meta.url` of the module that exports this store under the name `store`: the thread imports it. */
  readonly module: string;
  readonly schema: Schema;
  /** Operations that have to outlive a power cut when they resolve; the others outlive the end of the process. */
  readonly durable: readonly (keyof Ops & string)[];
  operations(db: DatabaseSync): Ops;
}
