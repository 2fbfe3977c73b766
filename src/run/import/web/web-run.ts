import { parseCaptureNote, type CaptureNote, hostFilesUrn } from '../../../archive/capture-note.ts';
import { parseHttpBlock } from '../../../archive/http-head.ts';
import { bareHeaders, isBare } from '../../../archive/record.ts';
import { fieldOf, type WarcRecord } from '../../../archive/warc-record.ts';
import type { Config } from '../../../config/config.ts';
import { isPageUrl } from '../../../forgotten/blocklist.ts';
import type { LedgerEntry } from '../../../ledger/ledger.ts';
import type { Drop, FetchOutcome, Instant, PageUrl, Role, RunId } from '../../../records.ts';
import { notAsked } from '../../../rights/clearance.ts';
import { policyOfProject } from '../../../rights/policy.ts';
import { originOf } from '../../../url/origin.ts';
import type { Engines } from '../../engines.ts';
import { fetchIdOf } from '../../run-id.ts';
import { askHost, HostUnreachable, type HostSays } from '../ask-host.ts';
import { ArchivedFiles, type ArchivedResponse, type HostWord, isHostFile } from './archived-files.ts';
import { asSent, type Payload, payloadOf, statusTextOf } from './payload.ts';
import type { Place, Places } from './places.ts';
import type { RecordSource } from './record-source.ts';
import type { WebSource } from './web-source.ts';

export type WebStores = Pick<Engines, 'client' | 'clock' | 'ledger' | 'archive' | 'forgotten' | 'blocked'>;

export interface WebParts {
  readonly config: Config;
  readonly stores: WebStores;
  readonly source: WebSource;
  readonly places: Places;
  readonly records: RecordSource;
  readonly run: RunId;
  readonly startedAt: Instant;
  /** What a file is called to people, by its path. */
  readonly nameOf: (file: string) => string;
  readonly recorded: (entry: LedgerEntry) => void;
}

/** How a record ended. `host-file` is one by which a host speaks for itself; `beside` belongs to another record, or to no page. */
export type WebEnding = 'added' | 'unchanged' | 'redirect' | 'refused' | 'failed' | 'host-file' | 'beside';

/** What a record holds when it can be read. */
export type Content = Extract<Payload, { kind: 'response' }> & { readonly record: WarcRecord };

/** What is asked and said of records while they are imported; each outcome goes on record here. */
export class WebRun {
  readonly parts: WebParts;
  readonly files: ArchivedFiles;
  readonly #isLive: boolean;
  readonly #live = new Map<string, Promise<HostSays>>();

  constructor(parts: WebParts) {
    this.parts = parts;
    const { config, stores, places } = parts;
    this.#isLive = policyOfProject(config.rights, config.rightsPolicy).importsWithoutEvidence === 'live';
    const read = async (place: Place): Promise<ArchivedResponse | null> => {
      const content = await this.contentOf(place);
      return content.kind === 'response' ? { ...content, status: isBare(content.record.type) ? 200 : content.status } : null;
    };
    this.files = new ArchivedFiles({ config, ledger: stores.ledger, places, read });
  }

  noteOf(place: Place): CaptureNote | null {
    const note = this.parts.places.noted(place.id, 'capture');
    return note === null ? null : parseCaptureNote(note);
  }

  /** Whose page it will be. */
  sourceOf(place: Place): WebSource {
    return this.parts.source.of(place.url as PageUrl, this.noteOf(place)?.crawler);
  }

  /** How the record ends before it is looked into; null when it is to be read. */
  async unread(place: Place): Promise<WebEnding | null> {
    const { stores, places } = this.parts;
    const { url, at } = place;
    if (!isPageUrl(url)) return 'beside';
    const source = this.sourceOf(place);
    const isOther = places.noted(place.id, 'rendered') !== null || (places.isKnown(place.file) && this.noteOf(place) === null);
    if (isOther) return isHostFile(url) ? 'host-file' : 'beside';
    if (await this.#isOnRecord(url, at, source.name)) return 'unchanged';
    const role = this.noteOf(place)?.role ?? 'page';
    if (isHostFile(url))
      return await this.refuse(
        place,
        { stage: 'robots', rule: 'host-file', because: 'it is what its host says of its pages' },
        'host-file',
      );
    const drop = stores.forgotten.of(url) ?? (role === 'page' ? (source.outOfScope(url) ?? stores.blocked(url)) : null);
    if (drop !== null) return await this.refuse(place, drop);
    const method = places.noted(place.id, 'method');
    if (method === null) return null;
    return await this.refuse(place, { stage: 'fetch', rule: 'not-a-get', because: `it answers a ${method}` });
  }

  /** Whether an import or a crawl of this name has this capture already. */
  async #isOnRecord(url: PageUrl, at: Instant, name: string): Promise<boolean> {
    const { stores } = this.parts;
    const isIt = (entry: LedgerEntry): boolean =>
      entry.crawler === name && entry.at === at && ['page', 'unchanged', 'redirect'].includes(entry.outcome.kind);
    return (await stores.ledger.byUrl(url)).some(isIt);
  }

  /** What stands at a place, its codings removed. A document without HTTP around it has the status 0. */
  async contentOf(place: Place): Promise<Content | Extract<Payload, { kind: 'unreadable' }>> {
    const { records, config, nameOf } = this.parts;
    const found = await records.read(place);
    if (found.kind === 'failed')
      return { kind: 'unreadable', reason: found.reason, because: found.because.replace(place.file, nameOf(place.file)) };
    const { record } = found;
    const truncated = fieldOf(record, 'WARC-Truncated');
    if (truncated !== null) {
      const because = `record at byte ${place.offset} of ${nameOf(place.file)} says WARC-Truncated: ${truncated}`;
      return { kind: 'unreadable', reason: 'truncated', because };
    }
    if (isBare(record.type))
      return { kind: 'response', record, status: 0, statusText: '', headers: bareHeaders(record.fields), body: record.block };
    const payload = await payloadOf(record.block, config.limits.body);
    return payload.kind === 'response' ? { ...payload, record } : payload;
  }

  /** What a revisit says of its own answer; null when it says nothing. */
  headOf({ block }: WarcRecord): Pick<Content, 'status' | 'statusText' | 'headers'> | null {
    const http = parseHttpBlock(block);
    if (http === null || http.status === 0) return null;
    return { status: http.status, statusText: statusTextOf(http.startLine), headers: asSent(http.headers) };
  }

  /** By what a page is to be judged. */
  async wordFor(place: Place, page: ArchivedResponse): Promise<HostWord> {
    const url = place.url as PageUrl;
    const note = this.noteOf(place);
    if (note !== null && (note.hostFiles === undefined || (await this.#bring(note.hostFiles, place.at)))) {
      return { kind: 'says', robots: note.robots, ...(note.hostFiles !== undefined && { hostFiles: note.hostFiles }) };
    }
    const archived = await this.files.of(url, place.at, page);
    if (archived.kind === 'disallowed' || archived.robots !== notAsked || !this.#isLive) return archived;
    const { config, stores } = this.parts;
    const origin = originOf(url);
    const asked = this.#live.get(origin) ?? askHost(config, stores, url);
    this.#live.set(origin, asked);
    return { kind: 'says', ...(await asked) };
  }

  #bring(digest: NonNullable<CaptureNote['hostFiles']>, at: Instant): Promise<boolean> {
    const { places } = this.parts;
    const name = hostFilesUrn(digest);
    return this.files.bring(digest, places.before(name, at) ?? places.after(name, at));
  }

  /** The host of a page could not be asked, though the policy wants its word. */
  async unasked(place: Place, error: unknown): Promise<WebEnding> {
    if (!(error instanceof HostUnreachable)) throw error;
    return await this.fail(place, 'robots-unreachable', error.message);
  }

  async refuse(place: Place, drop: Drop, ending: WebEnding = 'refused'): Promise<WebEnding> {
    await this.record(place, { kind: 'refused', drop });
    return ending;
  }

  async fail(place: Place, reason: string, because: string, status?: number): Promise<WebEnding> {
    await this.record(place, { kind: 'failed', reason, because, ...(status !== undefined && { status }) });
    return 'failed';
  }

  async record(place: Place, outcome: FetchOutcome, role: Role = 'page'): Promise<void> {
    const { run, stores, recorded } = this.parts;
    const url = place.url as PageUrl;
    const what = { run, crawler: this.sourceOf(place).name, url, role, via: 'import', depth: 0 } as const;
    const entry: LedgerEntry = {
      fetchId: fetchIdOf(run, url, 0, place.at),
      ...what,
      at: place.at,
      durationMs: 0,
      bytes: place.length,
      outcome,
    };
    if (await stores.ledger.record(entry)) recorded(entry);
  }
}
