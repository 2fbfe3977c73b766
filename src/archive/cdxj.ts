import type { ArchiveLocation, RecordId } from '../records.ts';
import { parseHttpBlock } from './http-head.ts';
import { isBare } from './record.ts';
import { fieldOf, type WarcRecord } from './warc-record.ts';

/** What an index line says about one capture. */
export interface IndexEntry {
  readonly id: RecordId;
  readonly url: string;
  readonly at: number;
  /** Media type; `warc/revisit` for a revisit. */
  readonly mime: string;
  /** 0 where no server answered. */
  readonly status: number;
  readonly digest: string;
  readonly location: ArchiveLocation;
}

/**
 * Sort-friendly form of a URL: `com,example)/path?a=1&b=2`. Scheme, `www.` and letter case are dropped and the query sorted, so that
 * one page's captures stand together whatever form they were asked in; as other CDX writers do it.
 */
function surt(url: string): string {
  const parsed = URL.parse(url.replace(/^(https?:\/\/)www\d*\./i, '$1').toLowerCase());
  if (parsed === null || !parsed.protocol.startsWith('http')) return url;
  const isAddress = /^[\d.]+$|^\[/.test(parsed.hostname);
  const host = isAddress ? parsed.hostname : parsed.hostname.split('.').toReversed().join(',');
  const port = parsed.port === '' ? '' : `:${parsed.port}`;
  const query = parsed.search === '' ? '' : `?${parsed.search.slice(1).split('&').toSorted().join('&')}`;
  return `${host}${port})${parsed.pathname}${query}`;
}

/** `20261124030501`, as CDX writes an instant. */
const stamp14 = (at: number): string => new Date(at).toISOString().replace(/\D/g, '').slice(0, 14);

export function indexLine({ id, url, at, mime, status, digest, location }: IndexEntry): string {
  const fields = {
    url,
    mime,
    status: status === 0 ? '-' : String(status),
    digest,
    length: String(location.length),
    offset: String(location.offset),
    filename: location.segment,
    id,
  };
  return `${surt(url).replaceAll(' ', '%20')} ${stamp14(at)} ${JSON.stringify(fields)}\n`;
}

/** The whole index of a segment; sorted by byte, as `LC_ALL=C sort` would. */
export const indexText = (lines: readonly string[]): string => lines.toSorted().join('');

/** Finds a record by name in the text of an index. */
export function findInIndex(index: string, id: RecordId): ArchiveLocation | null {
  const at = index.indexOf(`"id":${JSON.stringify(id)}`);
  if (at === -1) return null;
  const lineEnd = index.indexOf('\n', at);
  const line = index.slice(index.lastIndexOf('\n', at) + 1, lineEnd === -1 ? index.length : lineEnd);
  try {
    const fields = JSON.parse(line.slice(line.indexOf('{'))) as Readonly<Record<string, string>>;
    const location = { segment: fields['filename'] ?? '', offset: Number(fields['offset']), length: Number(fields['length']) };
    return location.segment !== '' && Number.isSafeInteger(location.offset) && Number.isSafeInteger(location.length) ? location : null;
  } catch {
    return null;
  }
}

export const mediaTypeOf = (contentType: string | undefined): string => contentType?.split(';')[0]?.trim().toLowerCase() || 'unk';

/** Null for what indexes leave out: requests, metadata, warcinfo. */
export function entryOf(record: WarcRecord, segment: string): IndexEntry | null {
  if (!['response', 'revisit', 'conversion', 'resource'].includes(record.type) || record.id === null || record.url === null) return null;
  const http = isBare(record.type) ? null : parseHttpBlock(record.block);
  const contentType = (http ?? { headers: record.fields }).headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  return {
    id: record.id,
    url: record.url,
    at: record.at ?? 0,
    mime: record.type === 'revisit' ? 'warc/revisit' : mediaTypeOf(contentType),
    status: http?.status ?? 0,
    digest: fieldOf(record, 'WARC-Payload-Digest') ?? '-',
    location: { segment, offset: record.offset, length: record.length },
  };
}
