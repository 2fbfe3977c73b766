import type { HostFacts } from '../ledger/host-facts.ts';
import { DAY_MS, type Digest, type FetchOutcome, type Instant, type PageUrl } from '../records.ts';
import type { HostFile } from '../rights/host-files.ts';
import { ENTRY_CHARACTERS, Recent } from '../recent.ts';

/** Larger ones are no terms. */
export const TERMS_BYTES = 512 * 2 ** 10;
/** How long pages wait for a document of another host. */
const PATIENCE_MS = 600_000;
/** Redirects from one place of a document to the next. */
export const DOCUMENT_HOPS = 5;
/** Characters of what is remembered here of documents; beyond, the host facts on disk are asked. */
const KNOWN_CHARACTERS = 16 * 2 ** 20;

/** What is known of a document: JSON, kept in the host facts under the kind `terms`, by its URL. */
interface TermsFact {
  readonly version: 1;
  /** When a page first waited for it, or it was last asked for. */
  readonly wantedAt: Instant;
  /** Missing while nobody has asked. */
  readonly asked?: {
    readonly at: Instant;
    /** For people: the status, or what failed. */
    readonly because: string;
    /** The copy from before stands in for a document that cannot be had. */
    readonly file: HostFile | null;
    /** It has moved there; of one that cannot be had, where it was before. */
    readonly to?: PageUrl;
  };
}

/** A document, or null when there is none to be had; `awaited` while somebody should ask for it. */
type Found =
  | { readonly awaited: false; readonly file: HostFile | null; readonly because: string }
  | { readonly awaited: true; readonly url: PageUrl };

/**
 * Documents of terms on hosts other than that of the pages they are about. Whoever meets a page puts them into the frontier, and each is asked for in a
 * turn of its own host, once a day; the pages wait for that a while, and are judged without the document when its host does not answer.
 */
export class FarDocuments {
  readonly #facts: HostFacts;
  readonly #clock: () => Instant;
  readonly #known = new Recent<PageUrl, TermsFact>(KNOWN_CHARACTERS);

  constructor(facts: HostFacts, clock: () => Instant) {
    this.#facts = facts;
    this.#clock = clock;
  }

  async find(document: PageUrl): Promise<Found> {
    let url = document;
    for (let hop = 0; hop <= DOCUMENT_HOPS; hop += 1) {
      const fact = await this.#fact(url);
      const now = this.#clock();
      const { asked, wantedAt = Number.NEGATIVE_INFINITY } = fact ?? {};
      const isFresh = asked !== undefined && now < asked.at + DAY_MS;
      if (!isFresh && now >= wantedAt + DAY_MS) await this.#keep(url, { version: 1, wantedAt: now, ...(asked !== undefined && { asked }) });
      if (!isFresh && (now >= wantedAt + DAY_MS || now < wantedAt + PATIENCE_MS)) return { awaited: true, url };
      if (asked?.to === undefined) {
        const because = isFresh ? asked.because : `its host did not answer within ${PATIENCE_MS / 60_000} minutes`;
        return { awaited: false, file: asked?.file ?? null, because };
      }
      url = asked.to;
    }
    return { awaited: false, file: null, because: `more than ${DOCUMENT_HOPS} redirects` };
  }

  /** It came. */
  async came(url: PageUrl, body: Uint8Array, sha256: Digest): Promise<void> {
    await this.#asked(url, { because: 'it came', file: { text: new TextDecoder().decode(body), sha256 } });
  }

  /** Asking for it ended otherwise. */
  async ended(url: PageUrl, outcome: FetchOutcome): Promise<void> {
    if (outcome.kind === 'redirect') return this.moved(url, outcome.to as PageUrl);
    if (outcome.kind === 'refused') return this.#asked(url, { because: outcome.drop.because, file: null });
    if (outcome.kind !== 'failed') return;
    const isGone = outcome.status !== undefined && outcome.status < 500 && outcome.status !== 429;
    const before = isGone ? undefined : (await this.#fact(url))?.asked;
    await this.#asked(url, { file: null, ...before, because: outcome.because });
  }

  /** It is somewhere else now. */
  async moved(url: PageUrl, to: PageUrl): Promise<void> {
    await this.#asked(url, { because: `moved to ${to}`, file: null, to });
  }

  async #asked(url: PageUrl, asked: Omit<NonNullable<TermsFact['asked']>, 'at'>): Promise<void> {
    const at = this.#clock();
    await this.#keep(url, { version: 1, wantedAt: at, asked: { ...asked, at } });
  }

  async #fact(url: PageUrl): Promise<TermsFact | null> {
    const known = this.#known.get(url);
    const asked = known?.asked;
    if (known !== undefined && asked !== undefined && this.#clock() < asked.at + DAY_MS) return known;
    // Another worker may have asked since.
    const stored = await this.#facts.get(url, 'terms');
    return stored === null ? null : (JSON.parse(stored.value) as TermsFact);
  }

  async #keep(url: PageUrl, fact: TermsFact): Promise<void> {
    const at = this.#clock();
    const value = JSON.stringify(fact);
    await this.#facts.put(url, 'terms', { value, at, expires: at + DAY_MS });
    this.#known.set(url, fact, ENTRY_CHARACTERS + value.length);
  }
}
