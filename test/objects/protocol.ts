import { hash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { type MemoryStore, type Stored, storedOf } from './memory-store.ts';

export interface Asked {
  readonly method: string;
  /** Empty for the bucket itself. */
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Given {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly body?: string | Buffer;
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const unescape = (text: string): string => text.replaceAll(/&(\w+);/g, (entity, name: string) => ENTITIES[name] ?? entity);
const tag = (name: string, ...inside: readonly string[]): string => `<${name}>${inside.join('')}</${name}>`;
const leaf = (name: string, text: string | number): string => tag(name, escape(String(text)));
const texts = (xml: string, name: string): readonly string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text = '']) => unescape(text));
const xml = (...parts: Parameters<typeof tag>): Given => ({
  status: 200,
  headers: { 'content-type': 'application/xml' },
  body: tag(...parts),
});

export const fault = (status: number, code: string): Given => ({
  ...xml('Error', leaf('Code', code), leaf('Message', `${code}.`)),
  status,
});

/** What S3 answers (AmazonS3 API reference), as far as Garner asks. Everything happens at one instant. */
export function answer(store: MemoryStore, asked: Asked): Given {
  const { method, key, query, headers, body } = asked;
  const id = query.get('uploadId');
  if (key === '') {
    if (method === 'POST' && query.has('delete')) {
      const isWhole = headers['content-md5'] === hash('md5', body, 'base64');
      return isWhole ? removeAll(store, texts(body.toString(), 'Key')) : fault(400, 'InvalidDigest');
    }
    if (method === 'GET') return query.has('uploads') ? uploads(store, query.get('prefix') ?? '') : list(store, query);
    return fault(501, 'NotImplemented');
  }
  if (method === 'POST' && query.has('uploads')) return xml('InitiateMultipartUploadResult', leaf('UploadId', store.begin(key)));
  if (id !== null) return ofUpload(store, id, asked);
  if (method === 'PUT') return put(store, asked);
  if (method === 'DELETE') return removeAll(store, [key]);
  if (method === 'GET' || method === 'HEAD') return get(store.objects.get(key), asked);
  return fault(501, 'NotImplemented');
}

function put(store: MemoryStore, { key, headers, body }: Asked): Given {
  const there = store.objects.get(key);
  if (headers['if-none-match'] === '*' && there !== undefined) return fault(412, 'PreconditionFailed');
  if (headers['if-match'] !== undefined && there === undefined) return fault(404, 'NoSuchKey');
  if (headers['if-match'] !== undefined && headers['if-match'] !== there?.etag) return fault(412, 'PreconditionFailed');
  const metadata = Object.entries(headers).filter(([name]) => name.startsWith('x-amz-meta-'));
  const stored = storedOf(body, Object.fromEntries(metadata) as Record<string, string>);
  store.objects.set(key, stored);
  return { status: 200, headers: { etag: stored.etag } };
}

function get(stored: Stored | undefined, { method, headers }: Asked): Given {
  if (stored === undefined) return fault(404, 'NoSuchKey');
  const { body, etag, at, metadata } = stored;
  if (headers['if-match'] !== undefined && headers['if-match'] !== etag) return fault(412, 'PreconditionFailed');
  const about = { ...metadata, etag, 'last-modified': at.toUTCString(), 'accept-ranges': 'bytes' };
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '') ?? [];
  if (first === undefined) return { status: 200, headers: { ...about, 'content-length': body.length }, ...(method === 'GET' && { body }) };
  const start = Number(first);
  if (start >= body.length) return fault(416, 'InvalidRange');
  const part = body.subarray(start, last ? Number(last) + 1 : body.length);
  const range = { 'content-range': `bytes ${start}-${start + part.length - 1}/${body.length}`, 'content-length': part.length };
  return { status: 206, headers: { ...about, ...range }, ...(method === 'GET' && { body: part }) };
}

function removeAll(store: MemoryStore, keys: readonly string[]): Given {
  for (const key of keys) store.objects.delete(key);
  return { ...xml('DeleteResult'), status: 200 };
}

function list(store: MemoryStore, query: URLSearchParams): Given {
  const prefix = query.get('prefix') ?? '';
  const after = query.get('continuation-token') ?? query.get('start-after') ?? '';
  const most = Math.min(Number(query.get('max-keys') ?? store.mostKeys), store.mostKeys);
  const found = store.keys().filter((key) => key > after && key.startsWith(prefix));
  const some = found.slice(0, most);
  const contents = some.map((key) => {
    const { body, etag, at } = store.objects.get(key) as Stored;
    return tag('Contents', leaf('Key', key), leaf('Size', body.length), leaf('ETag', etag), leaf('LastModified', at.toISOString()));
  });
  const isTruncated = some.length < found.length;
  return xml(
    'ListBucketResult',
    leaf('KeyCount', some.length),
    leaf('IsTruncated', String(isTruncated)),
    isTruncated ? leaf('NextContinuationToken', some.at(-1) ?? '') : '',
    ...contents,
  );
}

function uploads(store: MemoryStore, prefix: string): Given {
  const found = [...store.uploads].filter(([, { key }]) => key.startsWith(prefix));
  const items = found.map(([id, { key }]) => tag('Upload', leaf('Key', key), leaf('UploadId', id)));
  return xml('ListMultipartUploadsResult', leaf('IsTruncated', 'false'), ...items);
}

function ofUpload(store: MemoryStore, id: string, { method, key, query, body }: Asked): Given {
  const upload = store.uploads.get(id);
  if (upload?.key !== key) return fault(404, 'NoSuchUpload');
  if (method === 'PUT') {
    const part = storedOf(body);
    upload.parts.set(Number(query.get('partNumber')), part);
    return { status: 200, headers: { etag: part.etag } };
  }
  if (method === 'POST') {
    const isWhole = store.complete(id, texts(body.toString(), 'PartNumber').map(Number));
    return isWhole ? xml('CompleteMultipartUploadResult', leaf('Key', key)) : fault(400, 'InvalidPart');
  }
  if (method === 'DELETE') {
    store.uploads.delete(id);
    return { status: 204 };
  }
  const after = Number(query.get('part-number-marker') ?? 0);
  const parts = [...upload.parts].filter(([number]) => number > after).sort(([a], [b]) => a - b);
  const some = parts.slice(0, store.mostKeys);
  return xml(
    'ListPartsResult',
    leaf('IsTruncated', String(some.length < parts.length)),
    // Some stores tell it on the last page, too.
    leaf('NextPartNumberMarker', some.at(-1)?.[0] ?? 0),
    ...some.map(([number, { etag, body: part }]) => tag('Part', leaf('PartNumber', number), leaf('ETag', etag), leaf('Size', part.length))),
  );
}
