/** Rows of features, one per block, written group by group. */
export class FeatureTable {
  readonly values: Float32Array;
  readonly columns: number;
  #at = 0;

  constructor(rows: number, columns: number) {
    this.columns = columns;
    this.values = new Float32Array(rows * columns);
  }

  /** The next `add` writes here. */
  seek(row: number, column: number): void {
    this.#at = row * this.columns + column;
  }

  add(value: number): void {
    this.values[this.#at] = value;
    this.#at += 1;
  }

  /** Adds so many of these values. */
  addFrom(values: Float32Array, from: number, count: number): void {
    for (let i = from; i < from + count; i += 1) this.add(values[i] ?? 0);
  }
}

/** Features of one idea: `columns` of them for each block. */
export interface FeatureGroup<Page> {
  readonly name: string;
  readonly columns: number;
  write(page: Page, table: FeatureTable, column: number): void;
}
