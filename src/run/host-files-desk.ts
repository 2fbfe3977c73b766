import { digestOf } from '../archive/record.ts';
import type { Config } from '../config/config.ts';
import type { HttpClient } from '../fetch/fetch.ts';
import type { HostFacts } from '../ledger/host-facts.ts';
import type { Digest, Instant, Origin, PageUrl } from '../records.ts';
import { type HostFile, packHostFiles } from '../rights/host-files.ts';
import { aiTxtPath } from '../rights/signals/ai-txt.ts';
import { documentsOfRobots } from '../rights/signals/rsl.ts';
import { tdmrepPath } from '../rights/signals/tdmrep.ts';
import { canonicalize } from '../url/canonical.ts';
import { originOf } from '../url/origin.ts';
import { politenessKeyOf } from '../url/politeness.ts';
import { FarDocuments } from './far-documents.ts';
import { type Contact, contactOf, unasked } from './contacted.ts';
import type { RobotsAsk, RobotsDecision } from './robots-desk.ts';

const DAY_MS = 24 * 3_600_000;
const LARGEST = 512 * 2 ** 10;
/** Documents that one host may point to; and those that its pages, rather than its robots.txt, point to. */
const DOCUMENTS = 16;
/** Origins of which the files are kept in memory; beyond, the host facts on disk are asked. */
const ORIGINS_KEPT = 2000;

/** How asking for one file ended. */
interface Asked {
  readonly at: Instant;
  /** For people: the status, or what failed. */
  readonly because: string;
  /** As it came; of a file that could not be had, the copy from before. */
  readonly file: HostFile | null;
}

/** What is known of an origin: JSON, kept in the host facts under the kind `rights`. */
interface RightsFact {
  readonly version: 1;
  /** By path or, of documents, URL. */
  readonly asked: Readonly<Record<string, Asked>>;
  /** Documents that pages point to. */
  readonly wanted: readonly string[];
}

const nothing: RightsFact = { version: 1, asked: {}, wanted: [] };

/** After a contact there may be more to ask for. */
interface Answer extends Contact {
  /** Names the files as they stand, once all are known; null where there are none. */
  readonly files: Digest | null;
  /** Documents of other hosts that should be asked for there, in turns of those, before the page is fetched. */
  readonly awaits: readonly PageUrl[];
}

/** What is known of documents of other hosts. */
interface Farther {
  readonly awaits: readonly PageUrl[];
  readonly documents: Readonly<Record<string, HostFile>>;
  /** Why there is none. */
  readonly missing: Readonly<Record<string, string>>;
}

interface Parts {
  readonly config: Config;
  readonly client: HttpClient;
  readonly facts: HostFacts;
  readonly robots: RobotsAsk;
  readonly clock: () => Instant;
}

/** Knows the files that speak for every host besides robots.txt: asks for each once a day, one request a turn, as robots.txt is asked for. */
export class HostFilesDesk {
  readonly #parts: Parts;
  readonly #known = new Map<Origin, RightsFact>();
  readonly #kept = new Set<Digest>();
  readonly far: FarDocuments;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.far = new FarDocuments(parts.facts, parts.clock);
  }

  /** To be called only inside a visit of the URL's host, after its robots.txt has allowed the page. Makes one request at most. */
  async ask(url: PageUrl, robots: RobotsDecision, mayStart?: () => boolean): Promise<Answer> {
    const origin = originOf(url);
    let fact = await this.#fact(origin);
    const names = this.#namesOf(origin, robots, fact);
    for (const name of names.filter((each) => isNear(each, origin))) {
      const now = this.#parts.clock();
      const before = fact.asked[name];
      if (before !== undefined && now < before.at + DAY_MS) continue;
      const { contacted, tookMs, asksMs, busy, ...asked } = await this.#request(origin, name, before?.file ?? null, mayStart);
      fact = { ...fact, asked: { ...fact.asked, [name]: asked } };
      await this.#keep(origin, fact);
      if (contacted) return { contacted, tookMs, asksMs, busy, files: null, awaits: [] };
    }
    const farther = await this.#farther(names.filter((each) => !isNear(each, origin)));
    const { awaits } = farther;
    return { ...unasked, files: awaits.length > 0 ? null : await this.#pack(robots, fact, farther), awaits };
  }

  /** Takes note of documents that a page points to. True when one of them must be had before the page can be judged. */
  async want(url: PageUrl, documents: readonly string[]): Promise<boolean> {
    if (documents.length === 0 || !this.#parts.config.rightsPolicy.hostFiles.rsl) return false;
    const origin = originOf(url);
    const fact = await this.#fact(origin);
    const room = DOCUMENTS - fact.wanted.length;
    const more = documents
      .filter((each) => fact.asked[each] === undefined && !fact.wanted.includes(each) && canonicalize(each) !== null)
      .slice(0, room);
    if (more.length === 0) return false;
    await this.#keep(origin, { ...fact, wanted: [...fact.wanted, ...more] });
    return true;
  }

  #namesOf(origin: Origin, { rules }: RobotsDecision, { wanted }: RightsFact): readonly string[] {
    const { tdmrep, aiTxt, rsl } = this.#parts.config.rightsPolicy.hostFiles;
    const pointed = rsl && rules !== null ? documentsOfRobots(rules, origin).slice(0, DOCUMENTS) : [];
    return [...(tdmrep ? [tdmrepPath] : []), ...(aiTxt ? [aiTxtPath] : []), ...(rsl ? new Set([...pointed, ...wanted]) : [])];
  }

  async #request(origin: Origin, name: string, copy: HostFile | null, mayStart?: () => boolean): Promise<Asked & Contact> {
    const { client, robots, clock } = this.#parts;
    const url = canonicalize(name, `${origin}/`);
    const without = (because: string, contact: Contact, file: HostFile | null) => ({ at: clock(), because, file, ...contact });
    if (url === null) return without('no address', unasked, null);
    const gate = await robots.ask(url, mayStart);
    // Its own robots.txt took this turn; the file has the next one.
    const { contacted, tookMs, asksMs, busy } = gate;
    if (contacted) return { at: Number.NEGATIVE_INFINITY, because: 'robots.txt came first', file: copy, contacted, tookMs, asksMs, busy };
    if (gate.verdict !== 'allow') return without(gate.because, unasked, null);
    const answer = await client.fetch({ url, mayStart, limits: { body: LARGEST } });
    const contact = contactOf(answer);
    if (answer.kind === 'failure') return without(answer.because, contact, copy);
    const { status, body } = answer;
    if (status === 429 || status >= 500) return without(`the server answered ${status}`, contact, copy);
    const isThere = status >= 200 && status < 300 && body.byteLength > 0;
    return without(
      `the server answered ${status}`,
      contact,
      isThere ? { text: new TextDecoder().decode(body), sha256: digestOf(body) } : null,
    );
  }

  async #farther(names: readonly string[]): Promise<Farther> {
    const awaits: PageUrl[] = [];
    const documents: Record<string, HostFile> = {};
    const missing: Record<string, string> = {};
    for (const name of names) {
      const url = canonicalize(name);
      if (url === null) continue;
      const found = await this.far.find(url);
      if (found.awaited) awaits.push(found.url);
      else if (found.file === null) missing[name] = found.because;
      else documents[name] = found.file;
    }
    return { awaits, documents, missing };
  }

  async #pack(robots: RobotsDecision, { asked }: RightsFact, farther: Farther): Promise<Digest | null> {
    const there: (readonly [string, HostFile])[] = [];
    const gone: (readonly [string, string])[] = [];
    for (const [name, { file, because }] of Object.entries(asked))
      if (file !== null) there.push([name, file]);
      else if (!name.startsWith('/')) gone.push([name, because]);
    const packed = packHostFiles({
      version: 1,
      robots: robots.file,
      wellKnown: Object.fromEntries(there.filter(([name]) => name.startsWith('/'))),
      documents: { ...Object.fromEntries(there.filter(([name]) => !name.startsWith('/'))), ...farther.documents },
      missing: { ...Object.fromEntries(gone), ...farther.missing },
    });
    if (packed === null) return null;
    const { digest, json } = packed;
    if (!this.#kept.has(digest)) {
      // Before the page that names it is on record.
      await this.#parts.facts.put(digest, 'host-files', { value: json, at: this.#parts.clock(), expires: Number.MAX_SAFE_INTEGER });
      if (this.#kept.size >= 5 * ORIGINS_KEPT) this.#kept.clear();
      this.#kept.add(digest);
    }
    return digest;
  }

  async #fact(origin: Origin): Promise<RightsFact> {
    const known = this.#known.get(origin);
    if (known !== undefined && !this.#isStale(known)) return known;
    // What has run out here, another worker may have asked for since.
    const stored = await this.#parts.facts.get(origin, 'rights');
    const fact = stored === null ? nothing : (JSON.parse(stored.value) as RightsFact);
    this.#remember(origin, fact);
    return fact;
  }

  #isStale({ asked }: RightsFact): boolean {
    const now = this.#parts.clock();
    return Object.values(asked).some(({ at }) => now >= at + DAY_MS);
  }

  async #keep(origin: Origin, fact: RightsFact): Promise<void> {
    const at = this.#parts.clock();
    await this.#parts.facts.put(origin, 'rights', { value: JSON.stringify(fact), at, expires: at + DAY_MS });
    this.#remember(origin, fact);
  }

  #remember(origin: Origin, fact: RightsFact): void {
    this.#known.delete(origin);
    this.#known.set(origin, fact);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= ORIGINS_KEPT) break;
      this.#known.delete(oldest);
    }
  }
}

/** Another host has to be visited for what is not near, in a visit of its own. */
const isNear = (document: string, origin: Origin): boolean => {
  const url = canonicalize(document, `${origin}/`);
  return url !== null && politenessKeyOf(url) === politenessKeyOf(`${origin}/` as PageUrl);
};
