/** Pieces of a store that were read last, up to so many bytes; who asks for one that is under way waits for it. */
export class ByteCache {
  readonly #most: number;
  readonly #pieces = new Map<string, Promise<Uint8Array | null>>();
  readonly #sizes = new Map<string, number>();
  #bytes = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** What `load` gives. What is not there, and what failed, is asked for again the next time. */
  get(key: string, load: () => Promise<Uint8Array | null>): Promise<Uint8Array | null> {
    const known = this.#pieces.get(key);
    const piece = known ?? this.#load(key, load);
    this.#pieces.delete(key);
    this.#pieces.set(key, piece);
    return piece;
  }

  async #load(key: string, load: () => Promise<Uint8Array | null>): Promise<Uint8Array | null> {
    const piece = await load().catch((error: unknown) => {
      this.#pieces.delete(key);
      throw error;
    });
    if (piece === null) {
      this.#pieces.delete(key);
      return null;
    }
    this.#sizes.set(key, piece.byteLength);
    this.#bytes += piece.byteLength;
    for (const oldest of this.#pieces.keys()) {
      if (this.#bytes <= this.#most) break;
      this.#drop(oldest);
    }
    return piece;
  }

  #drop(key: string): void {
    const size = this.#sizes.get(key);
    // It is under way.
    if (size === undefined) return;
    this.#pieces.delete(key);
    this.#sizes.delete(key);
    this.#bytes -= size;
  }
}
