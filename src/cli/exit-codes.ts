/** What the process says when it ends. Stable: scripts rely on these. */
export const ExitCode = {
  ok: 0,
  /** A bug in Garner. */
  internal: 1,
  /** The command line was not understood. */
  usage: 2,
  /** The configuration has errors: nothing was started. */
  config: 4,
  /** The storage folder is locked, read-only, full or about to be, damaged or from a newer version. */
  storage: 5,
  /** Nothing could be fetched: no host answered. */
  network: 6,
  /** The page may not be taken: robots.txt or rights. */
  refused: 7,
  /** The run or build ended and gathered nothing. */
  empty: 8,
  /** `verify` found something that is not as it should be. */
  damaged: 9,
  /** Stopped by Ctrl-C or SIGTERM; what is done is kept, and the same command goes on from there. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
