import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { PassThrough } from 'node:stream';

/** Longer lines are no list. */
const LONGEST = 2 ** 24;

/**
 * The lines of a text file in UTF-8, in pieces as they are read; of a compressed one when its name ends in `.gz`. No line is empty because of
 * the last line break.
 *
 * @throws Error of the file system or of zlib, and for a line of more than 16 MiB.
 */
export async function* linesOf(file: string): AsyncGenerator<readonly string[]> {
  const output = new PassThrough();
  const source = createReadStream(file, { highWaterMark: 2 ** 20 });
  // What fails in it fails here, in the loop.
  const whole = file.endsWith('.gz') ? pipeline(source, createGunzip(), output) : pipeline(source, output);
  whole.catch((error: unknown) => output.destroy(error as Error));
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of output) {
    const lines = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST) throw new Error('a line is longer than 16 MiB');
    yield lines.map(withoutReturn);
  }
  rest += decoder.decode();
  if (rest !== '') yield [withoutReturn(rest)];
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);
