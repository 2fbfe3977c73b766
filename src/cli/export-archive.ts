import { stat } from 'node:fs/promises';
import type { Config } from '../config/config.ts';
import { openReading } from '../run/reading.ts';
import { type Shared, shareCdxj, type ShareOptions, shareWacz } from '../run/share/share.ts';
import { printable } from '../text/printable.ts';
import type { Corpus } from './corpus.ts';
import { ExitCode } from './exit-codes.ts';
import { CommandError } from './failure.ts';
import { type FilterFlags, filtersOf } from './filters.ts';
import { onInterrupt } from './interrupt.ts';
import { counted, figure } from './progress/figures.ts';
import { StatusLine } from './progress/progress.ts';

export interface ArchiveFlags extends FilterFlags {
  readonly project: string;
  readonly wacz?: string;
  readonly cdxj?: string;
  readonly all?: boolean;
  readonly text?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** Writes the captures of a corpus as a WACZ, or an index over them, and tells what is in it. */
export async function exportArchive(config: Config, { folder, manifest }: Corpus, flags: ArchiveFlags): Promise<ExitCode> {
  const { wacz, cdxj, all = false, text = false, force = false, json = false } = flags;
  const file = wacz ?? cdxj ?? '';
  if (wacz !== undefined && cdxj !== undefined) throw new CommandError('--wacz and --cdxj: one at a time', ExitCode.usage);
  const there = await stat(file).catch(() => null);
  if (there !== null && (!force || !there.isFile()))
    throw new CommandError(`${file} is there already${there.isFile() ? ': --force replaces it' : ' and is no file'}`, ExitCode.usage);
  const reading = await openReading(config);
  const status = new StatusLine(process.stderr);
  const interrupt = onInterrupt((line) => status.say(line));
  let found = 0;
  status.set(() => `${figure(found)} records`);
  const options: ShareOptions = {
    folder,
    manifest,
    filters: filtersOf(flags),
    all,
    file,
    signal: interrupt.signal,
    progress(records) {
      found = records;
    },
    damaged: (segment, { offset, fault }) => status.say(printable(`left out  record at byte ${offset} of ${segment}: ${fault}`)),
  };
  try {
    const shared: Shared =
      wacz === undefined ? await shareCdxj(config, reading, options) : await shareWacz(config, reading, { ...options, text });
    status.end();
    const { captures, records } = shared;
    if (json) process.stdout.write(`${JSON.stringify({ file, captures, records })}\n`);
    else status.say(`${counted(captures, 'capture')} in ${counted(records, 'record')}, in\n  ${printable(file)}`);
    return captures > 0 ? ExitCode.ok : ExitCode.empty;
  } catch (error) {
    if (interrupt.signal.aborted) throw new CommandError('interrupted: nothing was written', ExitCode.interrupted);
    throw error;
  } finally {
    status.end();
    interrupt.dispose();
    await reading.close();
  }
}
