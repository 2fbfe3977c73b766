import { parentPort, workerData } from 'node:worker_threads';
import { ArchiveError } from './archive.ts';
import { openWarcArchive, type WarcArchive, type WarcArchiveOptions } from './warc-archive.ts';

export interface ArchiveWorkerData {
  readonly folder: string;
  readonly options: WarcArchiveOptions;
}

/** What may be asked of the archive, and with what. */
export type ArchiveCall = {
  [Name in 'write' | 'revisit' | 'metadata' | 'read' | 'close']: { readonly name: Name; readonly args: Parameters<WarcArchive[Name]> };
}['write' | 'revisit' | 'metadata' | 'read' | 'close'];

/** `id` is the call's; that of opening is 0. */
export type ArchiveAnswer =
  | { readonly id: number; readonly value: unknown }
  /** `archive`: an `ArchiveError`, whose class does not survive the way between threads. */
  | { readonly id: number; readonly archive: boolean; readonly message: string };

/** The archive's thread: compresses, digests and writes, so that the thread that fetches does not. */
async function serve({ folder, options }: ArchiveWorkerData): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('this module is the start of a worker thread');
  const answer = (message: ArchiveAnswer): void => port.postMessage(message);
  const failed = (id: number, error: unknown): void =>
    answer({ id, archive: error instanceof ArchiveError, message: error instanceof Error ? error.message : String(error) });

  let archive: WarcArchive;
  try {
    archive = await openWarcArchive(folder, options);
  } catch (error) {
    failed(0, error);
    port.close();
    return;
  }
  const run = ({ name, args }: ArchiveCall): Promise<unknown> => (archive[name] as (...all: typeof args) => Promise<unknown>)(...args);
  port.on('message', ({ id, ...call }: ArchiveCall & { id: number }) => {
    void run(call as ArchiveCall)
      .then(
        (value) => answer({ id, value }),
        (error: unknown) => failed(id, error),
      )
      .finally(() => call.name === 'close' && port.close());
  });
  answer({ id: 0, value: archive.recovered });
}

await serve(workerData as ArchiveWorkerData);
