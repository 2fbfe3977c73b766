import { fieldOf, type WarcRecord } from '../../../archive/warc-record.ts';
import { freshened } from '../../../fetch/conditional.ts';
import type { FetchOutcome, PageUrl } from '../../../records.ts';
import { canonicalize } from '../../../url/canonical.ts';
import type { Place } from './places.ts';
import { exchangeOf, takeContent } from './take-record.ts';
import type { WebEnding, WebRun } from './web-run.ts';

/**
 * Imports a revisit: the capture that it refers to, within the same import, has its body. Where that stands under the same URL, the page was found unchanged;
 * under another one, it is a page of its own.
 */
export async function takeRevisit(run: WebRun, place: Place): Promise<WebEnding> {
  const ended = await run.unread(place);
  if (ended !== null) return ended;
  const { records, stores } = run.parts;
  const source = run.sourceOf(place);
  const found = await records.read(place);
  if (found.kind === 'failed') return await run.fail(place, found.reason, found.because);
  const { record } = found;
  const original = originalOf(run, record);
  if (original === null) {
    return await run.fail(place, 'revisit-unresolved', 'the capture that it refers to is not among what is imported');
  }
  const content = await run.contentOf(original);
  if (content.kind === 'unreadable')
    return await run.fail(place, 'revisit-unresolved', `the capture that it refers to: ${content.because}`);
  const head = run.headOf(record);
  const headers = head === null || head.status === 304 ? freshened(content.headers, head?.headers ?? []) : head.headers;
  const isOf = (outcome: FetchOutcome) => outcome.kind === 'page' && outcome.capture.at === original.at;
  const earlier = original.url !== place.url ? [] : await stores.ledger.byUrl(place.url as PageUrl);
  const known = earlier.find(({ crawler, outcome }) => crawler === source.name && isOf(outcome))?.outcome;
  if (known?.kind !== 'page') return await takeContent(run, place, { ...content, headers, record });
  const word = await run.wordFor(place, { ...content, headers }).catch((error: unknown) => run.unasked(place, error));
  if (typeof word === 'string') return word;
  if (word.kind === 'disallowed') return await run.refuse(place, { stage: 'robots', rule: 'disallowed', because: word.because });
  const { kind: _, ...says } = word;
  const status = head?.status ?? 304;
  const sent = { ...content, status, statusText: head?.statusText ?? '', headers: head?.headers ?? [], record };
  const exchange = { ...exchangeOf(place.url, place.at, sent), body: status === 304 ? new Uint8Array(0) : content.body };
  const { recordId } = await stores.archive.revisit(exchange, known.capture);
  const statement = known.capture.statement;
  await run.record(
    place,
    { kind: 'unchanged', recordId, of: known.capture.recordId, headers, ...says, ...(statement !== undefined && { statement }) },
    run.noteOf(place)?.role,
  );
  return 'unchanged';
}

/** By its name, by its URL and time, or by the digest of its body. */
function originalOf({ parts: { places, source } }: WebRun, record: WarcRecord): Place | null {
  const id = fieldOf(record, 'WARC-Refers-To')?.replace(/^<(.*)>$/, '$1');
  const named = id === undefined ? null : places.byId(id);
  if (named !== null) return named;
  const url = canonicalize(
    fieldOf(record, 'WARC-Refers-To-Target-URI')?.replace(/^<(.*)>$/, '$1') ?? record.url ?? '',
    undefined,
    source.query,
  );
  const at = Date.parse(fieldOf(record, 'WARC-Refers-To-Date') ?? '');
  const dated = url === null || Number.isNaN(at) ? null : places.before(url, at);
  if (dated !== null && dated.at === at) return dated;
  const digest = fieldOf(record, 'WARC-Payload-Digest');
  return digest === null ? null : places.byDigest(digest);
}
