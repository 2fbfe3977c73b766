import type { Gzip, ZstdCompress } from 'node:zlib';
import type { Sink } from './shard.ts';

/** A compressor whose output comes whole with each step, so that file sizes after a row group depend on the rows alone. `flush` is its kind of flush. */
export function openFrame(frame: Gzip | ZstdCompress, flush: number, sink: Sink) {
  const output: Buffer[] = [];
  let failure: Error | null = null;
  const collect = (): void => {
    for (let chunk: unknown = frame.read(); chunk !== null; chunk = frame.read()) output.push(chunk as Buffer);
  };
  frame.on('readable', collect);
  frame.on('error', (error) => (failure = error));

  const drain = async (): Promise<void> => {
    if (failure !== null) throw failure;
    collect();
    for (const chunk of output.splice(0)) await sink(chunk);
  };
  return {
    async write(text: string): Promise<void> {
      frame.write(text);
      await new Promise<void>((resolve) => frame.flush(flush, resolve));
      await drain();
    },
    async end(): Promise<void> {
      const ended = new Promise<void>((resolve, reject) => {
        frame.once('end', resolve);
        frame.once('error', reject);
      });
      frame.end();
      // `end` comes only after everything has been read.
      await ended;
      await drain();
    },
    destroy: () => void frame.destroy(),
  };
}
