import { StorageError } from '../sqlite/storage-error.ts';

/** What to tell people about a disk that does not take what a build writes, by the system's error code. */
const ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Free some space',
  EDQUOT: 'the disk quota is used up. Free some space',
  EROFS: 'the file system is read-only. Mount it writable, or choose another storage folder',
  EACCES: 'it may not be written. Check its owner and permissions',
  EPERM: 'it may not be written. Check its owner and permissions',
  ENOTDIR: 'a file stands where a folder should be. Move it away',
  EEXIST: 'something else stands there. Move it away',
  EIO: 'the disk reports a fault. Check the disk',
};

/** Result codes of SQLite, of which the scratch database reports the low byte (sqlite.org/rescode.html). */
const SQLITE_CODES: Readonly<Record<number, string>> = { 8: 'EROFS', 10: 'EIO', 13: 'ENOSPC', 14: 'EACCES' };

/** The error as one that tells people what happened, where and what to do, when it is the disk's fault; else the error itself. */
export function storageFailure(error: unknown, folder: string): unknown {
  if (!(error instanceof Error)) return error;
  const code = codeOf(error);
  const advice = code === undefined ? undefined : ADVICE[code];
  if (advice === undefined) return error;
  const where = 'path' in error && typeof error.path === 'string' ? error.path : folder;
  const message = `Cannot write the corpus: ${where}: ${advice}, then build again. Earlier generations are untouched. (${code})`;
  return new StorageError(message, { cause: error });
}

function codeOf(error: Error): string | undefined {
  if ('errcode' in error && typeof error.errcode === 'number') return SQLITE_CODES[error.errcode & 0xff];
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
