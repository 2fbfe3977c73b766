import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { openFrame } from './frame.ts';
import type { Column, Row, ShardFormat } from './shard.ts';

/** One frame per file: many readers, Node among them, decode only the first. Its checksum tells a damaged file. */
const ZSTD = { params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 } };

const lineOf = (columns: readonly Column[], row: Row): string => {
  const cells: Record<string, unknown> = {};
  for (const { name } of columns) {
    const value = row[name] ?? null;
    cells[name] = typeof value === 'string' ? value.toWellFormed() : value;
  }
  return `${JSON.stringify(cells)}\n`;
};

/** JSON Lines in one zstd frame: every column in every line, null where nothing is known. */
export const jsonl: ShardFormat = {
  name: 'jsonl',
  ending: 'jsonl.zst',
  open(columns, sink) {
    const frame = openFrame(createZstdCompress(ZSTD), constants.ZSTD_e_flush, sink);
    return {
      async append(rows) {
        for (let start = 0; start < rows.length; start += BATCH) {
          const lines = rows.slice(start, start + BATCH).map((row) => lineOf(columns, row));
          await frame.write(lines.join(''));
        }
      },
      finish: () => frame.end(),
      cancel: () => frame.destroy(),
    };
  },
  async *read(path, columns) {
    const bytes = createZstdDecompress();
    // Where it fails, the bytes end; awaiting it tells why.
    const reading = pipeline(createReadStream(path), bytes);
    reading.catch(() => undefined);
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of bytes) {
      // By line feeds alone: a text may hold other characters that end lines.
      const lines = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const row = JSON.parse(line) as Row;
        yield columns === undefined ? row : Object.fromEntries(columns.map((name) => [name, row[name] ?? null]));
      }
    }
    if (rest !== '') throw new Error('it ends within a line');
    await reading;
  },
};

/** Lines that are joined before they are compressed: bounds the string, whose limit is 512 MB. */
const BATCH = 64;
