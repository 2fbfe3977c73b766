import { constants, createGzip } from 'node:zlib';
import { documentColumns } from '../columns.ts';
import { openFrame } from '../shards/frame.ts';
import { parquet } from '../shards/parquet.ts';
import type { Row, ShardFormat, Value } from '../shards/shard.ts';
import type { Split } from './plan.ts';

/** A form that others expect. */
export interface ExportFormat extends Pick<ShardFormat, 'ending' | 'open'> {
  /** Where a file of a split belongs, without its ending. */
  readonly placeOf: (split: Split, nth: number, files: number) => string;
}

export interface FormatOptions {
  /** Name of the corpus. */
  readonly source: string;
  /** What stands between two documents of plain text. */
  readonly separator: string;
}

const padded = (n: number): string => String(n).padStart(5, '0');

export const exportFormats = {
  /** Parquet with all columns, named as the hub names files of splits. */
  huggingface: (): ExportFormat => ({
    ...parquet,
    placeOf: (split, nth, files) => `data/${split}-${padded(nth)}-of-${padded(files)}`,
  }),
  /** `{ text, id, metadata }`, one document a line. */
  datatrove: (): ExportFormat => ({
    ...lines(({ text, id, ...rest }) => ({ text, id, metadata: metadataOf(rest) })),
    placeOf: (split, nth) => `data/${split}/${padded(nth)}`,
  }),
  /** `{ id, text, source, added, created, metadata }`, one document a line. */
  dolma: ({ source }: FormatOptions): ExportFormat => ({
    ...lines(({ text, id, date, ...rest }) => {
      const created = rest['modified'] ?? rest['published'] ?? null;
      return { id, text, source, added: date, ...(created === null ? {} : { created }), metadata: metadataOf(rest) };
    }),
    placeOf: (split, nth) => `documents/${split}-${padded(nth)}`,
  }),
  /** Texts and nothing else. */
  text: ({ separator }: FormatOptions): ExportFormat => ({
    ...plain(separator),
    placeOf: (split, nth) => `text/${split}-${padded(nth)}`,
  }),
} as const;

export type FormatName = keyof typeof exportFormats;

/** What is known of a document beside its text, in the order of the columns; its Markdown would be the text once more. */
function metadataOf(row: Row): Readonly<Record<string, Value>> {
  return Object.fromEntries(
    documentColumns.flatMap(({ name }) => {
      const value = row[name] ?? null;
      return value === null || name === 'markdown' || !(name in row) ? [] : [[name, wellFormed(value)]];
    }),
  );
}

const wellFormed = (value: Value): Value => (typeof value === 'string' ? value.toWellFormed() : value);

/** Lines that are joined before they are compressed. */
const BATCH = 64;

/** JSON Lines in one gzip member. */
function lines(objectOf: (row: Row) => object): Pick<ShardFormat, 'ending' | 'open'> {
  return {
    ending: 'jsonl.gz',
    open(_columns, sink) {
      const frame = openFrame(createGzip(), constants.Z_SYNC_FLUSH, sink);
      return {
        async append(rows) {
          for (let start = 0; start < rows.length; start += BATCH) {
            const batch = rows.slice(start, start + BATCH).map((row) => objectOf({ ...row, text: wellFormed(row['text'] ?? '') }));
            await frame.write(batch.map((object) => `${JSON.stringify(object)}\n`).join(''));
          }
        },
        finish: () => frame.end(),
        cancel: () => frame.destroy(),
      };
    },
  };
}

function plain(separator: string): Pick<ShardFormat, 'ending' | 'open'> {
  const mark = separator.trim();
  return {
    ending: 'txt',
    open(_columns, sink) {
      let between = '';
      return {
        async append(rows) {
          for (const row of rows) {
            const text = String(row['text'] ?? '').toWellFormed();
            // A page must not say where a document ends.
            await sink(Buffer.from(between + (mark === '' ? text : text.replaceAll(mark, ' '))));
            between = separator;
          }
        },
        async finish() {},
        cancel() {},
      };
    },
  };
}
