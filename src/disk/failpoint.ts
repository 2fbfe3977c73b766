/** A change that is about to be made: on the disk, or in a database file. */
export type Change =
  | 'make-folder'
  | 'create'
  | 'write'
  | 'sync'
  | 'truncate'
  | 'rename'
  | 'remove'
  /** Of an object store, whose keys are the paths: before the request. */
  | 'put-object'
  | 'remove-object'
  /** Of a transaction: before it begins, before its commit, after it. */
  | 'begin'
  | 'commit'
  | 'committed'
  | 'migrate'
  | 'checkpoint';

/**
 * Called before every change. It does nothing: this is the seam at which tests put a module of their own (test/failpoints/), which ends the
 * process here, or throws as a full or broken disk would.
 */
export function failpoint(_change: Change, _path: string): void {}
