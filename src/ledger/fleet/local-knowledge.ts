import type { FetchId } from '../../records.ts';
import type { FactOf, HostFact, HostFactKind, HostFacts } from '../host-facts.ts';
import type { Ledger } from '../ledger.ts';
import type { Knowledge } from './common-knowledge.ts';

type Read = <Result>(read: () => Promise<Result>) => Promise<Result>;

/** What a process that works alone must know at once: what the history says. `read` brings that up to date first. */
export class LocalKnowledge implements Knowledge {
  readonly #ledger: Ledger & HostFacts;
  readonly #read: Read;
  /** Fetches that this process has put on record. */
  readonly #own = new Set<FetchId>();

  constructor(ledger: Ledger & HostFacts, read: Read) {
    this.#ledger = ledger;
    this.#read = read;
  }

  async isRecorded(fetchId: FetchId): Promise<boolean> {
    return this.#own.has(fetchId) || this.#read(() => this.#ledger.isRecorded(fetchId));
  }

  recorded(fetchId: FetchId): Promise<boolean> {
    const isNew = !this.#own.has(fetchId);
    this.#own.add(fetchId);
    return Promise.resolve(isNew);
  }

  recall(): Promise<void> {
    return Promise.resolve();
  }

  forget(): Promise<void> {
    return Promise.resolve();
  }

  fact(of: FactOf, kind: HostFactKind): Promise<HostFact | null> {
    return this.#read(() => this.#ledger.get(of, kind));
  }

  putFact(): Promise<void> {
    return Promise.resolve();
  }
}
