import { ArchiveError } from '../archive/archive.ts';
import { ConfigError } from '../config/load.ts';
import { FilterFileError } from '../quality/learned/model.ts';
import { BrowserError } from '../render/browser-error.ts';
import { StorageError } from '../sqlite/storage-error.ts';
import { printable } from '../text/printable.ts';
import { ExitCode } from './exit-codes.ts';

/** An error that a command found in what it was asked to do. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** What to do about a disk that does not do what it should, by the system's error code. */
const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'Make room in the storage folder, or where else it was to write',
  EDQUOT: 'Make room in the storage folder, or where else it was to write',
  EROFS: 'Mount it writable, or name another folder',
  EACCES: 'See to the owner and the permissions of it and its folder',
  EPERM: 'See to the owner and the permissions of it and its folder',
  ENOTDIR: 'A file stands where a folder should be: move it away, or name another folder',
  'ENOENT mkdir': 'Nothing can be made there: name another folder',
  EIO: 'See to the disk',
  EMFILE: 'Allow more open files (`ulimit -n`)',
};

const say = (text: string): void => {
  process.stderr.write(`garner: ${text.split('\n').map(printable).join('\n')}\n`);
};

/** Tells a person what went wrong, never with a stack trace, and gives the exit code for it. */
export function report(error: unknown): ExitCode {
  if (process.env['GARNER_DEBUG'] !== undefined) console.error(error);
  if (error instanceof CommandError) {
    say(error.message);
    return error.exitCode;
  }
  if (error instanceof ConfigError || error instanceof BrowserError || error instanceof FilterFileError) {
    say(error.message);
    return ExitCode.config;
  }
  if (error instanceof StorageError || error instanceof ArchiveError) {
    say(error.message);
    return ExitCode.storage;
  }
  const { code = '', syscall = '', message } = (error instanceof Error ? error : new Error(String(error))) as NodeJS.ErrnoException;
  const remedy = REMEDIES[code] ?? REMEDIES[`${code} ${syscall}`];
  if (remedy !== undefined) {
    say(`${message}. ${remedy}, then give the same command again: what is done is kept.`);
    return ExitCode.storage;
  }
  say(`this is a bug in Garner: ${message}. GARNER_DEBUG=1 shows where; please report it. What is done is kept.`);
  return ExitCode.internal;
}
