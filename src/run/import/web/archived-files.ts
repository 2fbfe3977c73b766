import { z } from 'zod';
import { digestOf } from '../../../archive/record.ts';
import type { Config } from '../../../config/config.ts';
import type { FetchFailure, FetchResponse } from '../../../fetch/fetch.ts';
import { redirectTarget } from '../../../fetch/redirect.ts';
import { classifyStatus } from '../../../fetch/retry.ts';
import type { HostFacts } from '../../../ledger/host-facts.ts';
import { DAY_MS, type Digest, type Headers, type Instant, type Origin, type PageUrl } from '../../../records.ts';
import type { HostFile, HostFiles } from '../../../rights/host-files.ts';
import { notAsked } from '../../../rights/clearance.ts';
import { aiTxtPath } from '../../../rights/signals/ai-txt.ts';
import { documentsOfPage, documentsOfRobots } from '../../../rights/signals/rsl.ts';
import { tdmrepPath } from '../../../rights/signals/tdmrep.ts';
import { fetchRobots } from '../../../robots/fetch-robots.ts';
import { type RobotsFact, robotsFact, rulesOf } from '../../../robots/fetched.ts';
import { canonicalize } from '../../../url/canonical.ts';
import { originOf } from '../../../url/origin.ts';
import { DOCUMENT_HOPS } from '../../far-documents.ts';
import { KeptHostFiles } from '../../kept-host-files.ts';
import { Recent } from '../../../recent.ts';
import type { HostSays } from '../ask-host.ts';
import type { Place, Places } from './places.ts';

/** A host's word is the last one before a page was fetched, so many days old at most, as a crawl keeps its last good copy; or the first one soon after. */
const BEFORE_MS = 30 * DAY_MS;
const AFTER_MS = DAY_MS;
/** Answers that are looked at when the newest says nothing. */
const ROBOTS_TRIED = 8;
/** Documents of terms that one page or robots.txt may point to. */
const DOCUMENTS = 16;

export interface ArchivedResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** What the archive has of a host's own word when one of its pages was fetched. */
export type HostWord =
  | ({ readonly kind: 'says' } & HostSays)
  /** Its robots.txt shut all out. */
  | { readonly kind: 'disallowed'; readonly because: string };

interface Parts {
  readonly config: Config;
  readonly ledger: HostFacts;
  readonly places: Places;
  /** What stands at a place, if it is a response or a resource that can be read. */
  readonly read: (place: Place) => Promise<ArchivedResponse | null>;
}

/** Whether a URL is that of a file by which a host speaks for itself, which is no page. */
export const isHostFile = (url: PageUrl): boolean => ['/robots.txt', tdmrepPath, aiTxtPath].includes(new URL(url).pathname);

/** Finds in a web archive the files that spoke for hosts when their pages were fetched. */
export class ArchivedFiles {
  readonly #parts: Parts;
  readonly #kept: KeptHostFiles;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#kept = new KeptHostFiles(parts.ledger, Date.now);
  }

  /** By what a page is to be judged that was fetched at an instant. `robots` is `imported` where the archive has no answer to robots.txt. */
  async of(url: PageUrl, at: Instant, page: ArchivedResponse): Promise<HostWord> {
    const origin = originOf(url);
    const { hostFiles: wanted } = this.#parts.config.rightsPolicy;
    const fact = await this.#robots(origin, at);
    if (fact?.access === 'disallow') return { kind: 'disallowed', because: fact.because };
    const wellKnown: Record<string, HostFile> = {};
    for (const [path, isWanted] of [
      [tdmrepPath, wanted.tdmrep],
      [aiTxtPath, wanted.aiTxt],
    ] as const) {
      const file = isWanted ? await this.#file(`${origin}${path}`, at) : null;
      if (file !== null) wellKnown[path] = file;
    }
    const copy = fact?.copy ?? null;
    const robots: HostFiles['robots'] = copy === null ? null : { text: copy.text, sha256: copy.sha256, encoding: copy.encoding };
    const pointed = wanted.rsl
      ? [...(fact === null || copy === null ? [] : documentsOfRobots(rulesOf(fact), origin)), ...pointedBy(page, url)]
      : [];
    const documents: Record<string, HostFile> = {};
    const missing: Record<string, string> = {};
    for (const name of new Set(pointed.slice(0, DOCUMENTS))) {
      const file = await this.#file(name, at);
      if (file === null) missing[name] = 'it is not in the archive that the page was imported from';
      else documents[name] = file;
    }
    const hostFiles = await this.#kept.keep({ version: 1, robots, wellKnown, documents, missing });
    return { kind: 'says', robots: fact === null ? notAsked : (fact.sha256 ?? fact.reason), ...(hostFiles !== null && { hostFiles }) };
  }

  /** Keeps files that the archive brings under their digest already. False when they are not there, or are others. */
  async bring(digest: Digest, place: Place | null): Promise<boolean> {
    if (this.#kept.has(digest)) return true;
    const found = place === null ? null : await this.#parts.read(place);
    const json = found === null || digestOf(found.body) !== digest ? null : Buffer.from(found.body).toString('utf8');
    if (json === null || !areHostFiles(json)) return false;
    await this.#kept.put(digest, json);
    return true;
  }

  /** What robots.txt of the time means; null when nobody was told. A copy from before stands in for answers that say nothing, as in a crawl. */
  async #robots(origin: Origin, at: Instant): Promise<RobotsFact | null> {
    let place = this.#nearest(`${origin}/robots.txt`, at);
    for (let tries = 0; place !== null && tries < ROBOTS_TRIED; tries += 1) {
      const fact = await this.#factOf(`${origin} ${place.at} ${place.file} ${place.offset}`, origin, place.at);
      if (fact !== null) return fact;
      const before = this.#parts.places.before(place.url, Math.min(place.at, at) - 1);
      place = before !== null && at - before.at <= BEFORE_MS ? before : null;
    }
    return null;
  }

  readonly #factOf = remembering(256, async (_key: string, origin: Origin, at: Instant): Promise<RobotsFact | null> => {
    const answer = await fetchRobots(origin, async (url) => {
      const place = this.#nearest(url, at);
      const found = place === null ? null : await this.#parts.read(place);
      return found === null ? notThere(url, at) : responseOf(url, at, found);
    });
    const fact = robotsFact(answer, this.#parts.config.robots, null, at);
    return fact.access === 'wait' ? null : fact;
  });

  /** At its new place, if it has moved, unless that is a front page. */
  async #file(name: string, at: Instant): Promise<HostFile | null> {
    let url = name;
    for (let hop = 0; hop <= DOCUMENT_HOPS; hop += 1) {
      const place = this.#nearest(url, at);
      const found = place === null ? null : await this.#parts.read(place);
      if (found === null) return null;
      const { status, headers, body } = found;
      if (status >= 200 && status < 300 && body.byteLength > 0) return { text: new TextDecoder().decode(body), sha256: digestOf(body) };
      const to = classifyStatus(status) === 'redirect' ? redirectTarget({ url, headers }) : null;
      if (to === null || URL.parse(to)?.pathname === '/') return null;
      url = to;
    }
    return null;
  }

  #nearest(name: string, at: Instant): Place | null {
    const { places } = this.#parts;
    const url = canonicalize(name);
    if (url === null) return null;
    const before = places.before(url, at);
    if (before !== null && at - before.at <= BEFORE_MS) return before;
    const after = places.after(url, at);
    return after !== null && after.at - at <= AFTER_MS ? after : null;
  }
}

const named = z.record(z.string(), z.object({ text: z.string(), sha256: z.string() }));
const packed = z.object({
  version: z.literal(1),
  robots: z.object({ text: z.string(), sha256: z.string(), encoding: z.enum(['utf-8', 'octets']) }).nullable(),
  wellKnown: named,
  documents: named,
  missing: z.record(z.string(), z.string()).optional(),
});

/** Whoever made the archive may have written anything there. */
function areHostFiles(json: string): boolean {
  try {
    return packed.safeParse(JSON.parse(json)).success;
  } catch {
    return false;
  }
}

function pointedBy({ headers, body }: ArchivedResponse, url: PageUrl): readonly string[] {
  const markup = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const speaks = markup.includes('rsl+xml') || headers.some(([name, value]) => name.toLowerCase() === 'link' && value.includes('rsl+xml'));
  return speaks ? documentsOfPage(headers, markup.toString('latin1'), url) : [];
}

const responseOf = (url: string, at: Instant, { status, headers, body }: ArchivedResponse): FetchResponse => ({
  kind: 'response',
  url,
  at,
  durationMs: 0,
  wireBytes: body.byteLength,
  ip: '',
  requestHeaders: [],
  status,
  statusText: '',
  headers,
  body,
});

const notThere = (url: string, at: Instant): FetchFailure => ({
  kind: 'failure',
  url,
  at,
  durationMs: 0,
  wireBytes: 0,
  reason: 'not-archived',
  because: 'it is not in the archive',
  retriable: false,
  contacted: false,
});

/** The newest results by their key. */
function remembering<Rest extends readonly unknown[], Result>(
  most: number,
  make: (key: string, ...rest: Rest) => Promise<Result>,
): (key: string, ...rest: Rest) => Promise<Result> {
  const known = new Recent<string, Promise<Result>>(most);
  return (key, ...rest) => {
    const result = known.get(key) ?? make(key, ...rest);
    known.set(key, result);
    return result;
  };
}
