import { digestOf } from '../archive/record.ts';
import type { Config } from '../config/config.ts';
import type { HttpClient } from '../fetch/fetch.ts';
import { redirectTarget } from '../fetch/redirect.ts';
import { classifyStatus } from '../fetch/retry.ts';
import type { HostFacts } from '../ledger/host-facts.ts';
import { DAY_MS, type Digest, type Instant, type Origin, type PageUrl } from '../records.ts';
import type { HostFile } from '../rights/host-files.ts';
import { aiTxtPath } from '../rights/signals/ai-txt.ts';
import { documentsOfRobots } from '../rights/signals/rsl.ts';
import { tdmrepPath } from '../rights/signals/tdmrep.ts';
import { canonicalize } from '../url/canonical.ts';
import { originOf } from '../url/origin.ts';
import { politenessKeyOf } from '../url/politeness.ts';
import { DOCUMENT_HOPS, FarDocuments } from './far-documents.ts';
import { type Contact, contactOf, unasked } from './contacted.ts';
import { KeptHostFiles } from './kept-host-files.ts';
import { ENTRY_CHARACTERS, Recent } from '../recent.ts';
import type { RobotsAsk, RobotsDecision } from './robots-desk.ts';

const LARGEST = 512 * 2 ** 10;
/** Documents that one host may point to; and those that its pages, rather than its robots.txt, point to. */
const DOCUMENTS = 16;
/** Characters of what is known of origins that are kept in memory; beyond, the host facts on disk are asked. */
const KNOWN_CHARACTERS = 16 * 2 ** 20;

/** How asking for one file ended. */
interface Asked {
  readonly at: Instant;
  /** For people: the status, or what failed. */
  readonly because: string;
  /** As it came; of a file that could not be had, the copy from before. */
  readonly file: HostFile | null;
  /** It has moved there; of a file that could not be had, where it was before. */
  readonly to?: PageUrl;
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

/** What there is of a file, or why there is nothing. */
type Found = Pick<Asked, 'file' | 'because'>;

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
  readonly #known = new Recent<Origin, RightsFact>(KNOWN_CHARACTERS);
  readonly #kept: KeptHostFiles;
  readonly far: FarDocuments;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#kept = new KeptHostFiles(parts.facts, parts.clock);
    this.far = new FarDocuments(parts.facts, parts.clock);
  }

  /** To be called only inside a visit of the URL's host, after its robots.txt has allowed the page. Makes one request at most. */
  async ask(url: PageUrl, robots: RobotsDecision, mayStart?: () => boolean): Promise<Answer> {
    const origin = originOf(url);
    let fact = await this.#fact(origin);
    const names = this.#namesOf(origin, robots, fact);
    for (const name of names) {
      for (;;) {
        const place = placeOf(name, fact, this.#parts.clock());
        const before = fact.asked[place];
        if (!isNear(place, origin) || (before !== undefined && isFresh(before, this.#parts.clock()))) break;
        const { contacted, tookMs, asksMs, busy, ...asked } = await this.#request(origin, place, before, mayStart);
        fact = { ...fact, asked: { ...fact.asked, [place]: asked } };
        await this.#keep(origin, fact);
        if (contacted) return { contacted, tookMs, asksMs, busy, files: null, awaits: [] };
      }
    }
    const found = new Map<string, Found>();
    const awaits: PageUrl[] = [];
    // A page may point to what was asked for when something else pointed to it, but to no place of a well-known file.
    const wellKnown = new Set(names.filter((name) => name.startsWith('/')).map((name) => placeOf(name, fact, this.#parts.clock())));
    const asked = Object.entries(fact.asked).flatMap(([name, { to }]) => (to === undefined && !wellKnown.has(name) ? [name] : []));
    for (const name of new Set([...names, ...asked])) {
      const place = placeOf(name, fact, this.#parts.clock());
      const far = isNear(place, origin) ? null : canonicalize(place);
      const there = far === null ? fact.asked[place] : await this.far.find(far);
      if (there === undefined) continue;
      if ('awaited' in there && there.awaited) awaits.push(there.url);
      else found.set(name, there);
    }
    return { ...unasked, files: awaits.length > 0 ? null : await this.#pack(robots, found), awaits };
  }

  /** Takes note of documents that a page points to. True when one of them must be had before the page can be judged. */
  async want(url: PageUrl, documents: readonly string[]): Promise<boolean> {
    if (documents.length === 0 || !this.#parts.config.rightsPolicy.hostFiles.rsl) return false;
    const origin = originOf(url);
    const fact = await this.#fact(origin);
    const room = DOCUMENTS - fact.wanted.length;
    // What was asked for when robots.txt pointed to it, nobody asks for again.
    const isKnown = (asked: Asked | undefined): boolean => asked !== undefined && isFresh(asked, this.#parts.clock());
    const more = documents
      .filter((each) => !isKnown(fact.asked[each]) && !fact.wanted.includes(each) && canonicalize(each) !== null)
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

  async #request(origin: Origin, name: string, before: Asked | undefined, mayStart?: () => boolean): Promise<Asked & Contact> {
    const { client, robots, clock } = this.#parts;
    const url = canonicalize(name, `${origin}/`);
    const found = (because: string, contact: Contact, file: HostFile | null, to?: PageUrl) => ({
      at: clock(),
      because,
      file,
      ...(to !== undefined && { to }),
      ...contact,
    });
    const asBefore = (because: string, contact: Contact) => found(because, contact, before?.file ?? null, before?.to);
    if (url === null) return found('no address', unasked, null);
    const gate = await robots.ask(url, mayStart);
    // Its own robots.txt took this turn; the file has the next one.
    const { contacted, tookMs, asksMs, busy } = gate;
    if (contacted) return { ...asBefore('robots.txt came first', { contacted, tookMs, asksMs, busy }), at: Number.NEGATIVE_INFINITY };
    if (gate.verdict === 'wait') return asBefore(gate.because, unasked);
    if (gate.verdict !== 'allow') return found(gate.because, unasked, null);
    const answer = await client.fetch({ url, mayStart, limits: { body: LARGEST } });
    const contact = contactOf(answer);
    if (answer.kind === 'failure') return asBefore(answer.because, contact);
    const { status, body } = answer;
    if (status === 429 || status >= 500) return asBefore(`the server answered ${status}`, contact);
    const target = classifyStatus(status) === 'redirect' ? redirectTarget(answer) : null;
    const to = target === null ? null : canonicalize(target);
    // Many sites send whoever asks for what they do not have to their front page.
    if (to !== null && URL.parse(to)?.pathname !== '/') return found(`moved to ${to}`, contact, null, to);
    const isThere = status >= 200 && status < 300 && body.byteLength > 0;
    return found(
      `the server answered ${status}`,
      contact,
      isThere ? { text: new TextDecoder().decode(body), sha256: digestOf(body) } : null,
    );
  }

  async #pack(robots: RobotsDecision, found: ReadonlyMap<string, Found>): Promise<Digest | null> {
    const [wellKnown, documents, missing]: [Record<string, HostFile>, Record<string, HostFile>, Record<string, string>] = [{}, {}, {}];
    for (const [name, { file, because }] of found)
      if (file === null) {
        if (!name.startsWith('/')) missing[name] = because;
      } else (name.startsWith('/') ? wellKnown : documents)[name] = file;
    // Before the page that names them is on record.
    return this.#kept.keep({ version: 1, robots: robots.file, wellKnown, documents, missing });
  }

  async #fact(origin: Origin): Promise<RightsFact> {
    const known = this.#known.get(origin);
    if (known !== undefined && !this.#isStale(known)) return known;
    // What has run out here, another worker may have asked for since.
    const stored = await this.#parts.facts.get(origin, 'rights');
    const fact = stored === null ? nothing : (JSON.parse(stored.value) as RightsFact);
    this.#remember(origin, fact, stored?.value ?? '');
    return fact;
  }

  #isStale({ asked }: RightsFact): boolean {
    const now = this.#parts.clock();
    return !Object.values(asked).every((each) => isFresh(each, now));
  }

  async #keep(origin: Origin, fact: RightsFact): Promise<void> {
    const at = this.#parts.clock();
    const value = JSON.stringify(fact);
    await this.#parts.facts.put(origin, 'rights', { value, at, expires: at + DAY_MS });
    this.#remember(origin, fact, value);
  }

  #remember(origin: Origin, fact: RightsFact, written: string): void {
    this.#known.set(origin, fact, ENTRY_CHARACTERS + written.length);
  }
}

const isFresh = ({ at }: Asked, now: Instant): boolean => now < at + DAY_MS;

/** Where a file is, as far as that is known today. */
function placeOf(name: string, { asked }: RightsFact, now: Instant): string {
  let place = name;
  for (let hop = 0; hop < DOCUMENT_HOPS; hop += 1) {
    const there = asked[place];
    if (there?.to === undefined || !isFresh(there, now)) break;
    place = there.to;
  }
  return place;
}

/** Another host has to be visited for what is not near, in a visit of its own. */
const isNear = (document: string, origin: Origin): boolean => {
  const url = canonicalize(document, `${origin}/`);
  return url !== null && politenessKeyOf(url) === politenessKeyOf(`${origin}/` as PageUrl);
};
