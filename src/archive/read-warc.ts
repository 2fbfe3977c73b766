import { ArchiveError } from './archive.ts';
import { ByteWindow } from './byte-window.ts';
import { scanRecords, type Damage } from './scan.ts';
import type { WarcRecord } from './warc-record.ts';

export interface ReadWarcOptions {
  /** Bytes of one record, uncompressed; a longer one counts as damage. Default 64 MiB. */
  readonly maxRecord?: number;
  /** Called for damaged stretches, which are skipped then. Without it they throw, but for a tail that was cut off. */
  readonly onDamage?: (damage: Damage) => void;
}

const MAX_RECORD = 64 * 2 ** 20;

/**
 * The records of a `.warc` or `.warc.gz` file or stream, ours or another's, in order, one in memory at a time. A file that ends within a
 * record gives all before it. Throws `ArchiveError` at damage that is not skipped.
 */
export async function* readWarc(source: string | AsyncIterable<Uint8Array>, options: ReadWarcOptions = {}): AsyncGenerator<WarcRecord> {
  const name = typeof source === 'string' ? source : 'WARC stream';
  const window = typeof source === 'string' ? ByteWindow.ofFile(source) : new ByteWindow(source);
  for await (const found of scanRecords(window, options.maxRecord ?? MAX_RECORD)) {
    if (!('kind' in found)) yield found;
    else if (options.onDamage !== undefined) options.onDamage(found);
    else if (!found.tail || found.offset === 0) throw new ArchiveError(damageMessage(name, found));
  }
}

const damageMessage = (file: string, { offset, length, fault }: Damage): string =>
  `${file}: record at byte ${offset} is damaged: ${fault}. ${length} bytes cannot be read; restore the file from a copy, or go on without them.`;
