import { createReadStream } from 'node:fs';

/** A view on a stream of bytes that grows at its end and is dropped at its start. */
export class ByteWindow {
  readonly #source: AsyncIterator<Uint8Array>;
  #bytes: Buffer = Buffer.alloc(0);
  #offset = 0;
  #ended = false;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  static ofFile(path: string): ByteWindow {
    return new ByteWindow(createReadStream(path, { highWaterMark: 1 << 18 }));
  }

  /** What is in view. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  /** Where the view starts in the stream. */
  get offset(): number {
    return this.#offset;
  }

  /** Whether nothing follows the view. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Grows the view to `size` bytes or more, or to the stream's end. */
  async fill(size: number): Promise<void> {
    const parts = [this.#bytes];
    let length = this.#bytes.length;
    while (length < size && !this.#ended) {
      const next = await this.#source.next();
      if (next.done === true) {
        this.#ended = true;
      } else {
        parts.push(Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength));
        length += next.value.byteLength;
      }
    }
    if (parts.length > 1) this.#bytes = Buffer.concat(parts);
  }

  drop(count: number): void {
    this.#bytes = this.#bytes.subarray(count);
    this.#offset += count;
  }

  async close(): Promise<void> {
    await this.#source.return?.();
  }
}
