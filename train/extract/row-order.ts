/** Rows with their derivatives, which a tree parts again and again: those of one node always stand together. */
export class RowOrder {
  readonly rows: Uint32Array;
  readonly gradients: Float32Array;
  readonly seconds: Float32Array;
  readonly #rows: Uint32Array;
  readonly #gradients: Float32Array;
  readonly #seconds: Float32Array;
  length = 0;

  constructor(most: number) {
    this.rows = new Uint32Array(most);
    this.gradients = new Float32Array(most);
    this.seconds = new Float32Array(most);
    this.#rows = new Uint32Array(most);
    this.#gradients = new Float32Array(most);
    this.#seconds = new Float32Array(most);
  }

  clear(): void {
    this.length = 0;
  }

  add(row: number, gradient: number, second: number): void {
    this.rows[this.length] = row;
    this.gradients[this.length] = gradient;
    this.seconds[this.length] = second;
    this.length += 1;
  }

  sums(from: number, to: number): [gradient: number, second: number] {
    let gradient = 0;
    let second = 0;
    for (let at = from; at < to; at += 1) {
      gradient += this.gradients[at] as number;
      second += this.seconds[at] as number;
    }
    return [gradient, second];
  }

  /** Puts rows whose bin is above `bin` behind the others, which keep their order; returns where they begin. */
  part(from: number, to: number, bins: Uint8Array, bin: number): number {
    let low = from;
    let high = 0;
    for (let at = from; at < to; at += 1) {
      const row = this.rows[at] as number;
      if ((bins[row] as number) <= bin) {
        this.rows[low] = row;
        this.gradients[low] = this.gradients[at] as number;
        this.seconds[low] = this.seconds[at] as number;
        low += 1;
      } else {
        this.#rows[high] = row;
        this.#gradients[high] = this.gradients[at] as number;
        this.#seconds[high] = this.seconds[at] as number;
        high += 1;
      }
    }
    this.rows.set(this.#rows.subarray(0, high), low);
    this.gradients.set(this.#gradients.subarray(0, high), low);
    this.seconds.set(this.#seconds.subarray(0, high), low);
    return low;
  }
}
