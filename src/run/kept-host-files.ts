import type { HostFacts } from '../ledger/host-facts.ts';
import type { Digest, Instant } from '../records.ts';
import { type HostFiles, packHostFiles } from '../rights/host-files.ts';
import { Recent } from '../recent.ts';

/** Digests that are known to be on record; what is put there twice is there once. */
const KNOWN = 10_000;

/** The files that spoke for hosts, on record under their digest for good. */
export class KeptHostFiles {
  readonly #facts: Pick<HostFacts, 'put'>;
  readonly #clock: () => Instant;
  readonly #known = new Recent<Digest, true>(KNOWN);

  constructor(facts: Pick<HostFacts, 'put'>, clock: () => Instant) {
    this.#facts = facts;
    this.#clock = clock;
  }

  /** Whether they are known to be on record. */
  has(digest: Digest): boolean {
    return this.#known.get(digest) === true;
  }

  /** Puts them on record, and says under which digest; null when there is nothing in them. */
  async keep(files: HostFiles): Promise<Digest | null> {
    const packed = packHostFiles(files);
    if (packed === null) return null;
    if (!this.has(packed.digest)) await this.put(packed.digest, packed.json);
    return packed.digest;
  }

  /** Puts them on record as they were packed. */
  async put(digest: Digest, json: string): Promise<void> {
    await this.#facts.put(digest, 'host-files', { value: json, at: this.#clock(), expires: Number.MAX_SAFE_INTEGER });
    this.#known.set(digest, true);
  }
}
