import type { Pattern } from '../traps/pattern.ts';
import { scored } from '../traps/score.ts';

type Maybe<Value> = Value | Promise<Value>;

/** What the pages of a run have come to so far, for all who work on it. */
export interface TrapMemory {
  /** Remembers what texts are known by. Says of each key whether it was known. */
  know(keys: readonly number[]): Maybe<readonly boolean[]>;
  /** Adds to the scores of patterns. Returns the new ones. */
  add(charges: readonly Charge[]): Maybe<readonly number[]>;
  /** From now on the patterns of this text are left alone: JSON of `Quarantine`. */
  hold(pattern: string, quarantine: string): Maybe<void>;
  /** Of each pattern, what was told of it with `hold`; null where nothing was. */
  held(patterns: readonly Pattern[]): Maybe<readonly (string | null)[]>;
}

export interface Charge {
  readonly pattern: string;
  readonly by: number;
}

/** Keys of the newest texts, of all hosts together: traps repeat what they said lately. */
const KEYS = 500_000;

/** Of a run that one process works on. */
export class LocalTrapMemory implements TrapMemory {
  readonly #keys = new Set<number>();
  readonly #scores = new Map<string, number>();
  readonly #held = new Map<string, string>();

  know(keys: readonly number[]): readonly boolean[] {
    const known = keys.map((key) => this.#keys.delete(key));
    for (const key of keys) this.#keys.add(key);
    for (const oldest of this.#keys) {
      if (this.#keys.size <= KEYS) break;
      this.#keys.delete(oldest);
    }
    return known;
  }

  add(charges: readonly Charge[]): readonly number[] {
    return charges.map(({ pattern, by }) => {
      const score = scored(this.#scores.get(pattern) ?? 0, by);
      if (score === 0) this.#scores.delete(pattern);
      else this.#scores.set(pattern, score);
      return score;
    });
  }

  hold(pattern: string, quarantine: string): void {
    this.#held.set(pattern, quarantine);
  }

  held(patterns: readonly Pattern[]): readonly (string | null)[] {
    return patterns.map(({ text }) => this.#held.get(text) ?? null);
  }
}
