import type { HostFacts } from '../ledger/host-facts.ts';
import type { UrlPattern } from '../records.ts';
import type { Pattern } from '../traps/pattern.ts';
import { scored } from '../traps/score.ts';
import { Recent } from '../recent.ts';

type Maybe<Value> = Value | Promise<Value>;

/** What the pages of a run have come to so far, for all who work on it. */
export interface TrapMemory {
  /** Remembers what pages and their texts are known by, all at once. Says of each key whether it was known. */
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

/** Keys of the newest pages and texts, of all hosts together: traps repeat what they said lately. */
const KEYS = 500_000;

/** Patterns that are kept with a score, and patterns that are kept as held: those of which something came last. */
export const PATTERNS = 200_000;

interface LocalOptions {
  /** Has what was held and is kept here no longer. */
  readonly facts: Pick<HostFacts, 'get'>;
  /** Default: `PATTERNS`. */
  readonly most?: number;
}

/** Of a run that one process works on: some 200 MB at most, half of them for what is held. A pattern that is long out of use begins anew, unless it is held. */
export class LocalTrapMemory implements TrapMemory {
  readonly #facts: Pick<HostFacts, 'get'>;
  readonly #keys = new Recent<number, true>(KEYS);
  readonly #scores: Recent<string, number>;
  readonly #held: Recent<string, string>;

  constructor({ facts, most = PATTERNS }: LocalOptions) {
    this.#facts = facts;
    this.#scores = new Recent(most);
    this.#held = new Recent(most);
  }

  know(keys: readonly number[]): readonly boolean[] {
    const known = keys.map((key) => this.#keys.get(key) === true);
    for (const key of keys) this.#keys.set(key, true);
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

  held(patterns: readonly Pattern[]): Maybe<readonly (string | null)[]> {
    const known = patterns.map(({ text }) => this.#held.get(text) ?? null);
    if (!this.#held.hasForgotten) return known;
    return Promise.all(patterns.map(async ({ text }, n) => known[n] ?? (await this.#onRecord(text))));
  }

  async #onRecord(pattern: string): Promise<string | null> {
    return (await this.#facts.get(pattern as UrlPattern, 'quarantine'))?.value ?? null;
  }
}
