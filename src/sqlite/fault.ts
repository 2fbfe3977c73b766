import { StorageError } from './storage-error.ts';

interface Fault {
  readonly what: string;
  readonly advice: string;
}

const AGAIN = 'then give the same command again; what was done is kept';

/** Primary result codes (sqlite.org/rescode.html) that are the disk's doing or the user's, not a bug. */
const FAULTS: Readonly<Record<number, Fault>> = {
  3: { what: 'may not be read or written', advice: `Make it and its folder writable, ${AGAIN}.` },
  5: { what: 'is in use by another process', advice: `Wait until the other command has ended or end it, ${AGAIN}.` },
  7: { what: 'needs more memory than there is', advice: `End other programs, ${AGAIN}.` },
  8: { what: 'may not be written', advice: `Make it and its folder writable, or set another storage folder, ${AGAIN}.` },
  10: { what: 'could not be read or written: the disk reports a fault', advice: `Check the disk and its free space, ${AGAIN}.` },
  11: { what: 'is damaged', advice: 'Restore it from a backup, or move it away to begin anew.' },
  13: { what: 'could not be written: the disk is full', advice: `Free some space, ${AGAIN}.` },
  14: { what: 'cannot be opened', advice: `See that its folder exists and is writable, or set another storage folder, ${AGAIN}.` },
  15: { what: 'cannot be locked', advice: 'Put the storage folder on a local disk: network shares do not lock reliably.' },
  26: { what: 'is not a database', advice: 'Move it away, or set another storage folder.' },
};

/** The error as one that tells people what happened, where and what to do, when it is the disk's fault; else the error itself. */
export function faultOf(error: unknown, file: string): Error {
  const known = error instanceof Error ? error : new Error(String(error));
  if (!('errcode' in known) || typeof known.errcode !== 'number') return known;
  const fault = FAULTS[known.errcode & 0xff];
  if (fault === undefined) return known;
  return new StorageError(`${file} ${fault.what} (SQLite: ${known.message}). ${fault.advice}`, { cause: known });
}
