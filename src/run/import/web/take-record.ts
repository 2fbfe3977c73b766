import type { Archived } from '../../../archive/archive.ts';
import { fieldOf } from '../../../archive/warc-record.ts';
import { admitPage } from '../../../fetch/admit.ts';
import { redirectTarget } from '../../../fetch/redirect.ts';
import { classifyStatus } from '../../../fetch/retry.ts';
import type { Headers, PageUrl, RecordId } from '../../../records.ts';
import { canonicalize } from '../../../url/canonical.ts';
import type { Place } from './places.ts';
import { screenRecord } from './screen-record.ts';
import type { Content, WebEnding, WebRun } from './web-run.ts';

/** Imports a response, a resource or a conversion: its outcome is on record then, as a crawl's would be. */
export async function takeRecord(run: WebRun, place: Place): Promise<WebEnding> {
  const ended = await run.unread(place);
  if (ended !== null) return ended;
  const content = await run.contentOf(place);
  if (content.kind === 'unreadable') return await run.fail(place, content.reason, content.because);
  if (content.record.type === 'conversion') return await takeConversion(run, place, content);
  return await takeContent(run, place, content);
}

/** What a browser made of a response that is in the archive too. Others convert for other ends. */
async function takeConversion(run: WebRun, place: Place, content: Content): Promise<WebEnding> {
  const of = fieldOf(content.record, 'WARC-Refers-To')?.replace(/^<(.*)>$/, '$1') ?? null;
  const original = of === null || run.noteOf(place) === null ? null : run.parts.places.byId(of);
  const shell = original === null ? null : await run.contentOf(original);
  if (original === null || shell === null || shell.kind === 'unreadable') {
    return await run.refuse(place, {
      stage: 'fetch',
      rule: 'conversion',
      because: 'it was made from a response by others, or that is not here',
    });
  }
  const headers: Headers = [...shell.headers.filter(([name]) => name.toLowerCase() !== 'content-type'), ...content.headers];
  return await takeContent(run, place, { ...shell, headers, body: content.body, record: content.record }, shell);
}

/** `shell` is the response that a browser made the content from. */
export async function takeContent(run: WebRun, place: Place, content: Content, shell?: Content): Promise<WebEnding> {
  const { status, headers, body, record } = content;
  const { stores } = run.parts;
  const source = run.sourceOf(place);
  const url = place.url as PageUrl;
  const isDocument = record.type === 'resource';
  const meaning = isDocument ? 'page' : classifyStatus(status);
  if (meaning === 'redirect') return await takeRedirect(run, place, content);
  const screened = isDocument ? null : await screenRecord(run, place, content);
  if (screened !== null) return screened;
  if (meaning !== 'page') return await run.fail(place, `http-${status}`, content.statusText || meaning, status);
  const unread = admitPage({ status: 200, headers });
  if (unread !== null)
    return await run.refuse(place, { stage: 'fetch', rule: unread, because: 'its content is of a type that is not read' });
  if (body.byteLength === 0) return await run.fail(place, 'empty-body', 'it has no body', status);
  const forgotten = stores.forgotten.ofBody(body, headers);
  if (forgotten !== null) return await run.refuse(place, forgotten);
  const note = run.noteOf(place);
  const word = await run.wordFor(place, content).catch((error: unknown) => run.unasked(place, error));
  if (typeof word === 'string') return word;
  if (word.kind === 'disallowed') return await run.refuse(place, { stage: 'robots', rule: 'disallowed', because: word.because });
  const { kind: _, ...says } = word;
  const from = shell === undefined ? null : (await archived(run, place, shell)).recordId;
  const { recordId, bodyDigest, location } = await archived(run, place, content, from);
  const role = note?.role ?? 'page';
  const unchanged = note?.unchanged;
  if (unchanged !== undefined) {
    await run.record(place, { kind: 'unchanged', recordId, of: unchanged, headers, ...says }, role);
    return 'unchanged';
  }
  const statement = source.statement(note?.statement);
  const capture = {
    recordId,
    url,
    finalUrl: url,
    at: place.at,
    status,
    headers,
    bodyDigest,
    ...(statement !== undefined && { statement }),
    ...(from !== null && { renderedFrom: from }),
  };
  await run.record(place, { kind: 'page', capture, location, ...says }, role);
  if (note?.withdrawn !== undefined)
    await run.record({ ...place, at: run.parts.startedAt }, { kind: 'refused', drop: note.withdrawn }, role);
  return 'added';
}

async function takeRedirect(run: WebRun, place: Place, content: Content): Promise<WebEnding> {
  const { status, headers } = content;
  const target = redirectTarget({ url: place.url, headers });
  const to = target === null ? null : canonicalize(target, place.url, run.sourceOf(place).query);
  if (to === null) return await run.fail(place, 'bad-redirect', `its target is ${target ?? 'missing'}`, status);
  const { recordId } = await archived(run, place, content);
  await run.record(place, { kind: 'redirect', status, to, recordId }, run.noteOf(place)?.role);
  return 'redirect';
}

/** Puts a record into the archive, with another that says where it is from. `from` is the response that a conversion was made from. */
async function archived(
  run: WebRun,
  { url, at, id, file, offset }: Place,
  content: Content,
  from: RecordId | null = null,
): Promise<Archived> {
  const { archive } = run.parts.stores;
  const { headers, body, record } = content;
  const made =
    from !== null
      ? await archive.conversion({ of: from, url, at, contentType: headers.at(-1)?.[1] ?? 'text/html', body })
      : record.type === 'resource'
        ? await archive.resource({ url, at, headers, body })
        : await archive.write(exchangeOf(url, at, content));
  await archive.metadata({ recordId: made.recordId, url, at }, [
    ['imported-from', `${run.parts.nameOf(file)} at byte ${offset}`],
    ...(id === null ? [] : [['imported-record', id] as const]),
  ]);
  return made;
}

export const exchangeOf = (url: string, at: number, { status, statusText, headers, body, record }: Content) => ({
  url,
  at,
  ip: fieldOf(record, 'WARC-IP-Address'),
  request: null,
  status,
  statusText,
  headers,
  body,
});
