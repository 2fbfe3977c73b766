import type { Row } from '../shards/shard.ts';

/** How much text there is. `tokens` is null when they were not counted for every document. */
export interface Amount {
  readonly documents: number;
  readonly characters: number;
  readonly tokens: number | null;
}

/** An amount that grows. */
export class Sum {
  documents = 0;
  #characters = 0;
  #tokens = 0;
  #isCounted = true;

  add(row: Row, copies: number): void {
    this.documents += copies;
    this.#characters += copies * String(row['text'] ?? '').length;
    this.#tokens += copies * Number(row['token_count'] ?? 0);
    this.#isCounted &&= row['token_count'] !== null;
  }

  join(other: Sum): void {
    this.documents += other.documents;
    this.#characters += other.#characters;
    this.#tokens += other.#tokens;
    this.#isCounted &&= other.#isCounted;
  }

  amount(): Amount {
    return { documents: this.documents, characters: this.#characters, tokens: this.#isCounted ? this.#tokens : null };
  }
}

/** Documents each once, for what is measured on must not be there twice, and as often as they go into what is trained on. */
export class Both {
  readonly #once = new Sum();
  readonly #all = new Sum();

  add(row: Row, copies: number): void {
    this.#once.add(row, 1);
    this.#all.add(row, copies);
  }

  written(isHeldOut: boolean): Sum {
    return isHeldOut ? this.#once : this.#all;
  }
}
