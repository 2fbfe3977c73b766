import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WARCRecord, WARCSerializer } from 'warcio';
import { parseHttpBlock } from '../../src/archive/http-head.ts';
import { readWarc, type ReadWarcOptions } from '../../src/archive/read-warc.ts';
import { digestOf, metadataRecord, requestRecord, responseRecord, revisitRecord } from '../../src/archive/record.ts';
import type { Damage } from '../../src/archive/scan.ts';
import { fieldOf, type WarcRecord } from '../../src/archive/warc-record.ts';
import { exchange } from '../contracts/exchange.ts';

async function* inChunks(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (let n = 0; at < bytes.length; n++) {
    const size = sizes[n % sizes.length]!;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function all(bytes: Uint8Array, options?: ReadWarcOptions, sizes: readonly number[] = [70_000]): Promise<WarcRecord[]> {
  const records: WarcRecord[] = [];
  for await (const record of readWarc(inChunks(bytes, sizes), options)) records.push(record);
  return records;
}

const serialised = (n: number, text: string): Buffer => Buffer.concat(responseRecord(exchange(n, text), digestOf(Buffer.from(text))).parts);
const bodies = (records: readonly WarcRecord[]): string[] =>
  records.map(({ block }) => Buffer.from(parseHttpBlock(block)!.body).toString());

describe('reading', () => {
  test('gives the same records compressed or not, however the stream is cut', async () => {
    const texts = ['one', 'two '.repeat(40_000), '', '四'];
    const plain = Buffer.concat(texts.map((text, n) => serialised(n, text)));
    const zipped = Buffer.concat(texts.map((text, n) => gzipSync(serialised(n, text))));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 90_000 }), { minLength: 1, maxLength: 5 }), async (sizes) => {
        for (const bytes of [plain, zipped]) {
          const records = await all(bytes, {}, sizes);
          expect(bodies(records)).toEqual(texts);
          expect(records.at(-1)!.offset + records.at(-1)!.length).toBe(bytes.length);
        }
      }),
      { numRuns: 25 },
    );
  });

  test('reads what warcio writes', async () => {
    const record = WARCRecord.create(
      {
        url: 'https://example.org/',
        date: '2026-11-24T03:00:00Z',
        type: 'response',
        httpHeaders: { 'Content-Type': 'text/plain' },
        statusline: 'HTTP/1.1 404 Not Found',
      },
      (async function* body() {
        yield Buffer.from('nothing here');
      })(),
    );
    const info = WARCRecord.createWARCInfo({ filename: 'x.warc.gz' }, { software: 'warcio' });
    const bytes = Buffer.concat([
      await WARCSerializer.serialize(info, { gzip: true }),
      await WARCSerializer.serialize(record, { gzip: true }),
    ]);
    const [first, second] = await all(bytes);
    expect(first).toMatchObject({ type: 'warcinfo', url: null });
    expect(second).toMatchObject({ type: 'response', url: 'https://example.org/', at: Date.UTC(2026, 10, 24, 3) });
    expect(parseHttpBlock(second!.block)).toMatchObject({ status: 404, headers: [['Content-Type', 'text/plain']] });
    expect(fieldOf(second!, 'warc-payload-digest')).toBe(digestOf(Buffer.from('nothing here')));
  });

  test('takes the liberties that other writers take', async () => {
    const record = (head: string, block: string, end: string): string => `${head.trim()}\n\n${block}${end}`;
    const odd = [
      record('WARC/0.18\nwarc-type: RESPONSE\nWARC-Target-URI: <http://a.test/>\nX-Folded: a\n  b\nContent-Length: 5', 'hello', '\n\n'),
      record('WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 0', '', '\r\n\r\n\r\n'),
      record('WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Record-ID: <urn:x:1>\r\nContent-Length: 3', 'abc', ''),
    ].join('');
    for (const bytes of [Buffer.from(odd), gzipSync(odd)]) {
      const records = await all(bytes);
      expect(records.map(({ type }) => type)).toEqual(['response', 'resource', 'conversion']);
      expect(records[0]).toMatchObject({ url: 'http://a.test/', id: null, at: null });
      expect(fieldOf(records[0]!, 'X-Folded')).toBe('a b');
      expect(records[2]!.id).toBe('urn:x:1');
    }
  });

  test('reads members with names, comments and extra fields', async () => {
    const member = gzipSync(serialised(1, 'named'));
    const header = Buffer.from(member.subarray(0, 10));
    header[3] = 2 | 4 | 8 | 16;
    const extras = Buffer.concat([Buffer.from([3, 0, 1, 2, 3]), Buffer.from('name\0comment\0'), Buffer.from([9, 9])]);
    expect(bodies(await all(Buffer.concat([header, extras, member.subarray(10)])))).toEqual(['named']);
  });
});

describe('damage', () => {
  const good = [gzipSync(serialised(1, 'one')), gzipSync(serialised(2, 'two')), gzipSync(serialised(3, 'three'))] as const;

  test('stops reading with place and fault, unless it is to be skipped', async () => {
    const broken = Buffer.from(good[1]);
    broken[40]! ^= 0xff;
    const bytes = Buffer.concat([good[0], broken, good[2]]);
    await expect(all(bytes)).rejects.toThrow(new RegExp(`byte ${good[0].length} is damaged`));
    const seen: Damage[] = [];
    expect(bodies(await all(bytes, { onDamage: (damage) => seen.push(damage) }))).toEqual(['one', 'three']);
    expect(seen).toMatchObject([{ offset: good[0].length, length: good[1].length, tail: false }]);
  });

  test('is what a record longer than allowed counts as', async () => {
    const large = serialised(2, 'x'.repeat(300_000));
    for (const [before, over, after] of [
      [good[0], gzipSync(large), good[2]],
      [serialised(1, 'one'), large, serialised(3, 'three')],
    ] as const) {
      const seen: Damage[] = [];
      const bytes = Buffer.concat([before, over, after]);
      expect(bodies(await all(bytes, { maxRecord: 100_000, onDamage: (damage) => seen.push(damage) }))).toEqual(['one', 'three']);
      expect(seen[0]!.fault).toContain('more than 100000 bytes');
    }
  });

  test('at the end is a torn tail: all before it is read', async () => {
    const bytes = Buffer.concat([good[0], good[1].subarray(0, 100)]);
    expect(bodies(await all(bytes))).toEqual(['one']);
  });

  test('from the first byte on means that it is no WARC file', async () => {
    await expect(all(Buffer.from('<html>no archive</html>'))).rejects.toThrow('no WARC record starts here');
    await expect(all(gzipSync('<html>no archive</html>'))).rejects.toThrow('no WARC record starts here');
    expect(await all(Buffer.alloc(0))).toEqual([]);
  });
});

describe('writing', () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('\r\n', 'a\r\n\r\nb', '\u0000', 'é', '纸'));
  const headers = fc.array(fc.tuple(text, text), { maxLength: 6 });

  test('gives one record that reads back, whatever a server or a page puts into it', async () => {
    await fc.assert(
      fc.asyncProperty(text, text, headers, fc.uint8Array({ maxLength: 200 }), async (url, statusText, fields, body) => {
        const hostile = exchange(1, '', { url, statusText, headers: fields, body, request: { method: statusText, headers: fields } });
        const digest = digestOf(body);
        const answer = responseRecord(hostile, digest);
        const of = { recordId: answer.id, url, at: hostile.at, bodyDigest: digest };
        const written = [
          answer,
          requestRecord(hostile, hostile.request!, answer.id, digest),
          revisitRecord(hostile, of),
          metadataRecord(of, fields),
        ];
        const records = await all(Buffer.concat(written.flatMap(({ parts }) => parts)));
        expect(records.map(({ id, type }) => [id, type])).toEqual(written.map(({ id, type }) => [id, type]));
        expect(Buffer.from(parseHttpBlock(records[0]!.block)!.body)).toEqual(Buffer.from(body));
        expect(fieldOf(records[0]!, 'WARC-Block-Digest')).toBe(digestOf(records[0]!.block));
        expect(answer.id).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      }),
    );
  });
});
