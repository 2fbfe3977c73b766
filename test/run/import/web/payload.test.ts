import fc from 'fast-check';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { storedHeaders } from '../../../../src/archive/http-head.ts';
import { dechunked, payloadOf } from '../../../../src/run/import/web/payload.ts';
import { chunked, httpBytes } from '../../../archive/warc-maker.ts';

const LIMIT = 10_000;
const page = '<!doctype html><title>Bins</title>';
const bodyOf = async (block: Buffer): Promise<string> => {
  const payload = await payloadOf(block, LIMIT);
  return payload.kind === 'response' ? Buffer.from(payload.body).toString() : payload.reason;
};

describe('the body of an archived response', () => {
  test.each([
    [
      'as it was sent, in chunks and compressed',
      httpBytes(chunked(gzipSync(page), 9), { 'Transfer-Encoding': 'chunked', 'Content-Encoding': 'gzip' }),
      page,
    ],
    ['compressed with brotli', httpBytes(brotliCompressSync(page), { 'content-encoding': 'br' }), page],
    ['decoded by a writer that kept the headers', httpBytes(page, { 'Transfer-Encoding': 'chunked', 'Content-Encoding': 'gzip' }), page],
    ['decoded by Common Crawl', httpBytes(page, { 'X-Crawl-Content-Encoding': 'br', 'X-Crawl-Transfer-Encoding': 'chunked' }), page],
    ['empty', httpBytes(''), ''],
    ['broken', httpBytes(gzipSync(page).subarray(0, 20), { 'Content-Encoding': 'gzip' }), 'truncated-body'],
    ['too large', httpBytes('x'.repeat(LIMIT + 1)), 'body-too-large'],
    ['too large once it is unpacked', httpBytes(gzipSync('x'.repeat(LIMIT + 1)), { 'Content-Encoding': 'gzip' }), 'body-too-large'],
    ['no response at all', Buffer.from('GET / HTTP/1.1\r\n\r\n'), 'no-http-response'],
  ])('%s', async (_what, block, expected) => {
    expect(await bodyOf(block)).toBe(expected);
  });

  test('comes with the status and the headers that the server sent', async () => {
    const sent = [
      ['Content-Type', 'text/html; charset=utf-8'],
      ['Content-Encoding', 'gzip'],
      ['Content-Length', '20'],
      ['Vary', 'Accept'],
    ] as const;
    const block = httpBytes(page, Object.fromEntries(storedHeaders(sent, page.length)), '203 Non-Authoritative Information');
    expect(await payloadOf(block, LIMIT)).toMatchObject({ status: 203, statusText: 'Non-Authoritative Information', headers: sent });
  });

  test('is the same whatever its chunks', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.integer({ min: 1, max: 99 }), (body, size) => {
        expect(dechunked(chunked(body, size))).toEqual(Buffer.from(body));
      }),
    );
    for (const none of ['', 'page', '4\r\nab', 'zz\r\nab\r\n0\r\n\r\n']) expect(dechunked(Buffer.from(none))).toBeNull();
  });
});
