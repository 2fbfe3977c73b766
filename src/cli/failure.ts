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

const DISK_ERRORS: ReadonlySet<string> = new Set(['ENOSPC', 'EROFS', 'EACCES', 'EDQUOT', 'EIO', 'EMFILE', 'EPERM']);

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
  const { code, message, path } = (error instanceof Error ? error : new Error(String(error))) as NodeJS.ErrnoException;
  if (code !== undefined && DISK_ERRORS.has(code)) {
    say(`${message}. Make room or make ${path ?? 'the storage folder'} writable, then give the same command again: what is done is kept.`);
    return ExitCode.storage;
  }
  if (code === 'ENOTDIR') {
    say(`${message}. A file stands where a folder should be: remove it, or name another folder.`);
    return ExitCode.storage;
  }
  say(`this is a bug in Garner: ${message}. GARNER_DEBUG=1 shows where; please report it. What is done is kept.`);
  return ExitCode.internal;
}
