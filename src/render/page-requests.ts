import type { FetchFailure, FetchResponse, HttpClient } from '../fetch/fetch.ts';
import { redirectTarget } from '../fetch/redirect.ts';
import type { Headers, PageUrl, PolitenessKey } from '../records.ts';
import { canonicalize } from '../url/canonical.ts';
import { politenessKeyOf } from '../url/politeness.ts';
import { busyBy, type BusyHosts } from './busy.ts';
import type { Lanes } from './lanes.ts';
import type { Busy, RenderLimits, RenderRequest, SubRequest } from './render.ts';
import type { Answer, ScriptShelf } from './script-shelf.ts';
import { isTracker } from './trackers.ts';
import { headersOf, type Wanted } from './wanted.ts';

/** What the pages of one renderer have in common. */
export interface Shared {
  readonly client: HttpClient;
  readonly shelf: ScriptShelf;
  /** One request at a time to each host, whatever pages want of it. */
  readonly lanes: Lanes;
  readonly busy: BusyHosts;
}

/** What scripts need to make text. Everything else is looked at, heard, or told to others. */
const NEEDED: ReadonlySet<string> = new Set(['script', 'xhr', 'fetch']);
const REDIRECTS = 5;
/** A page may want more than anybody will read. */
const NOTED = { requests: 1000, letters: 2000 };

/** A stylesheet is never asked for, and yet must not be missing: scripts wait for some before they go on. */
const NO_STYLE: Answer = { status: 200, headers: [['content-type', 'text/css']], body: new Uint8Array(0) };

/**
 * The requests of one page, made by the guarded client instead of the browser: only what makes text and changes nothing (GET), under robots.txt,
 * within the page's bounds, and all on record.
 */
export class PageRequests {
  readonly log: SubRequest[] = [];
  bytes = 0;
  /** So far, whatever became of them. */
  wanted = 0;
  /** Why the rendering must end. */
  lost: unknown = null;
  readonly #shared: Shared;
  readonly #request: RenderRequest;
  readonly #limits: RenderLimits;
  readonly #signal: AbortSignal;
  readonly #ownKey: PolitenessKey;
  /** Hosts that have had enough of this page. */
  readonly #busy = new Map<PolitenessKey, Busy>();
  readonly #underWay = new Set<Promise<unknown>>();
  #asked = 0;

  constructor(shared: Shared, request: RenderRequest, limits: RenderLimits, signal: AbortSignal) {
    this.#shared = shared;
    this.#request = request;
    this.#limits = limits;
    this.#signal = signal;
    this.#ownKey = politenessKeyOf(request.url);
  }

  /** Null when the browser gets nothing. */
  async answer(wanted: Wanted): Promise<Answer | null> {
    if (wanted.type === 'stylesheet') return NO_STYLE;
    if (!NEEDED.has(wanted.type) || this.#signal.aborted) return null;
    this.wanted += 1;
    const refusal = this.#refusalOf(wanted);
    if (refusal !== null) return this.#note(wanted.url, `refused ${refusal}`, false);
    this.#asked += 1;
    const answer = this.#follow(wanted).catch((error: unknown) => {
      this.lost ??= error;
      return null;
    });
    this.#underWay.add(answer);
    return answer.finally(() => this.#underWay.delete(answer));
  }

  /** How many requests are under way. */
  get pending(): number {
    return this.#underWay.size;
  }

  /** What the page's own host has said, if it is too busy for more. */
  get ownHostBusy(): Busy | null {
    return this.#busy.get(this.#ownKey) ?? null;
  }

  /** Resolves when none is under way any more, and all are in the log: soon after the signal. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  #refusalOf({ url, method }: Wanted): string | null {
    if (method !== 'GET') return 'method';
    if (isTracker(URL.parse(url)?.hostname ?? '')) return 'tracker';
    return this.#asked >= this.#limits.requests ? 'too-many-requests' : null;
  }

  /** Redirects are followed here, for the browser would follow them by itself. */
  async #follow(wanted: Wanted): Promise<Answer | null> {
    let url = wanted.url;
    for (let hop = 0; hop <= REDIRECTS; hop += 1) {
      const page = canonicalize(url);
      if (page === null) return this.#note(url, 'failed invalid-url', false);
      const at = url;
      const answer = await this.#shared.lanes.inTurn(politenessKeyOf(page), this.#signal, () => this.#ask(wanted, at, page));
      if (answer === undefined) return this.#note(url, 'failed aborted', false);
      const target = answer === null ? null : targetOf(url, answer);
      if (target === null) return answer;
      url = target;
    }
    return this.#note(url, 'failed too-many-redirects', false);
  }

  /** To be called in the host's lane: it may ask for robots.txt, too. */
  async #ask(wanted: Wanted, url: string, page: PageUrl): Promise<Answer | null> {
    const key = politenessKeyOf(page);
    const refusal = await this.#refusalBy(key, page);
    if (refusal !== null) return this.#note(url, `refused ${refusal}`, false);
    const further = this.#request.headersFor(page);
    const name = `${url} ${this.#request.isOurs(page)} ${JSON.stringify(further)}`;
    const held = wanted.type === 'script' ? this.#shared.shelf.get(name, Date.now()) : null;
    if (held !== null) return held;
    const result = await this.#send(url, page, headersOf(wanted, further));
    if (result.kind === 'failure') return this.#note(url, `failed ${result.reason}`, result.contacted);
    const busy = busyBy(result);
    if (busy !== null) this.#leaveAlone(key, busy);
    this.#note(url, String(result.status), true);
    const answer = { status: result.status, headers: result.headers, body: result.body };
    if (wanted.type === 'script') this.#shared.shelf.put(name, answer, Date.now());
    return answer;
  }

  /** What speaks against it when its turn has come. */
  async #refusalBy(key: PolitenessKey, page: PageUrl): Promise<string | null> {
    if (this.bytes >= this.#limits.bytes) return 'too-many-bytes';
    if (this.#busy.has(key) || this.#shared.busy.has(key, Date.now())) return 'host-busy';
    const { refusal, asksMs } = await this.#request.mayRequest(page, this.#signal);
    if (asksMs > 0) this.#leaveAlone(key, { asksMs });
    return refusal ?? (asksMs > 0 ? 'host-busy' : null);
  }

  #leaveAlone(key: PolitenessKey, busy: Busy): void {
    this.#busy.set(key, busy);
    if (busy.asksMs !== null) this.#shared.busy.add(key, Date.now() + busy.asksMs);
  }

  async #send(url: string, page: PageUrl, headers: Headers): Promise<FetchResponse | FetchFailure> {
    const isOwn = politenessKeyOf(page) === this.#ownKey;
    const result = await this.#shared.client.fetch({
      url,
      headers,
      anonymous: !this.#request.isOurs(page),
      signal: this.#signal,
      limits: { body: Math.max(1, this.#limits.bytes - this.bytes), total: this.#limits.deadline },
      ...(isOwn && { mayStart: this.#request.mayStart }),
    });
    this.bytes += result.wireBytes;
    return result;
  }

  #note(url: string, ended: string, sent: boolean): null {
    if (sent || this.log.length < NOTED.requests) this.log.push({ url: url.slice(0, NOTED.letters), ended, sent });
    return null;
  }
}

const targetOf = (url: string, { status, headers }: Answer): string | null =>
  status >= 300 && status < 400 ? redirectTarget({ url, headers }) : null;
