import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WARCParser } from 'warcio';
import { ArchiveError } from '../../src/archive/archive.ts';
import { openWarcArchive, type WarcArchive, type WarcArchiveOptions } from '../../src/archive/warc-archive.ts';
import type { PageUrl } from '../../src/records.ts';
import { archiveContract } from '../contracts/archive.ts';
import { exchange } from '../contracts/exchange.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'garner-archive-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const open = (over: Partial<WarcArchiveOptions> = {}): Promise<WarcArchive> =>
  openWarcArchive(folder, { segmentBytes: 1e9, software: 'garner/0.1.0', operator: 'mailto:crawl@example.org', ...over });

archiveContract('WARC segments', () => open());
archiveContract('WARC segments of one page each', () => open({ segmentBytes: 1 }));

const segments = async (): Promise<string[]> => (await readdir(folder)).filter((name) => name.endsWith('.warc.gz')).toSorted();

interface SeenRecord {
  readonly type: string;
  readonly id: string;
  readonly headers: Map<string, string>;
  readonly http: [string, string][];
  readonly payload: Buffer;
  readonly offset: number;
}

const sha256 = (...parts: readonly Uint8Array[]): string => {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return `sha256:${digest.digest('hex')}`;
};

/** Reads a segment with the parser of others, and checks every digest against bytes that it found. */
async function readWithWarcio(segment: string): Promise<SeenRecord[]> {
  const seen: SeenRecord[] = [];
  const raw = new WARCParser(createReadStream(join(folder, segment)), { parseHttp: false, keepHeadersCase: true });
  const blocks = new Map<string, Buffer>();
  for await (const record of raw) {
    const block = Buffer.from(await record.readFully(false));
    expect(record.warcHeader('WARC-Block-Digest')).toBe(sha256(block));
    expect(record.warcContentLength).toBe(block.length);
    blocks.set(record.warcHeader('WARC-Record-ID')!, block);
  }
  const parser = new WARCParser(createReadStream(join(folder, segment)), { keepHeadersCase: true });
  for await (const record of parser) {
    const id = record.warcHeader('WARC-Record-ID')!;
    const payload = Buffer.from(await record.readFully(true));
    expect(record.warcType === 'response' ? record.warcPayloadDigest : sha256(payload)).toBe(sha256(payload));
    const headers = new Map([...record.warcHeaders.headers] as [string, string][]);
    seen.push({
      type: record.warcType,
      id,
      headers,
      http: [...(record.httpHeaders?.headers ?? [])] as [string, string][],
      payload,
      offset: parser.offset,
    });
  }
  expect(blocks.size).toBe(seen.length);
  return seen;
}

describe('what others read', () => {
  test('warcio reads every record back, digests, links and all', async () => {
    const archive = await open();
    const first = exchange(1, '<p>纸箱要压扁。</p>');
    const of = await archive.write(first);
    await archive.write(exchange(2, 'cut short', { truncated: 'length', ip: null }));
    const about = { recordId: of.recordId, url: first.url as PageUrl, at: first.at, bodyDigest: of.bodyDigest };
    await archive.revisit(exchange(3, '<p>纸箱要压扁。</p>', { at: first.at + 1 }), about);
    await archive.metadata(about, [
      ['via', 'https://example.org/'],
      ['outlink', 'https://example.org/页 L a/@href'],
    ]);
    await archive.close();
    const [segment] = await segments();
    const records = await readWithWarcio(segment!);
    expect(records.map(({ type }) => type)).toEqual([
      'warcinfo',
      'request',
      'response',
      'request',
      'response',
      'request',
      'revisit',
      'metadata',
    ]);
    const [info, request, response, , cut, , revisit, metadata] = records;
    expect(info!.headers.get('WARC-Filename')).toBe(segment);
    expect(info!.payload.toString()).toContain('software: garner/0.1.0\r\n');
    expect(info!.payload.toString()).toContain('operator: mailto:crawl@example.org\r\n');
    expect(response!.id).toBe(`<${of.recordId}>`);
    expect(response!.offset).toBe(of.location.offset);
    expect(response!.payload.toString()).toBe('<p>纸箱要压扁。</p>');
    expect(request!.headers.get('WARC-Concurrent-To')).toBe(response!.id);
    expect(request!.http).toContainEqual(['Host', 'example.org']);
    expect(response!.headers.get('WARC-IP-Address')).toBe('192.0.2.7');
    expect(response!.headers.get('WARC-Date')).toBe(new Date(first.at).toISOString());
    expect(cut!.headers.get('WARC-Truncated')).toBe('length');
    expect(cut!.headers.has('WARC-IP-Address')).toBe(false);
    expect(Object.fromEntries(revisit!.headers)).toMatchObject({
      'WARC-Profile': 'http://netpreserve.org/warc/1.1/revisit/identical-payload-digest',
      'WARC-Refers-To': response!.id,
      'WARC-Refers-To-Target-URI': first.url,
      'WARC-Refers-To-Date': new Date(first.at).toISOString(),
      'WARC-Payload-Digest': of.bodyDigest,
    });
    expect(metadata!.payload.toString()).toBe('via: https://example.org/\r\noutlink: https://example.org/页 L a/@href\r\n');
    expect(metadata!.headers.get('WARC-Refers-To')).toBe(response!.id);
  });

  test('the stored headers do not claim codings that were removed', async () => {
    const archive = await open();
    const headers = [
      ['Content-Encoding', 'gzip'],
      ['transfer-encoding', 'chunked'],
      ['Content-Length', '17'],
    ] as const;
    const { recordId, location } = await archive.write(exchange(1, 'decoded text', { headers }));
    const back = await archive.read(recordId, location);
    await archive.close();
    expect(back.headers).toEqual([
      ['X-Archive-Orig-Content-Encoding', 'gzip'],
      ['X-Archive-Orig-transfer-encoding', 'chunked'],
      ['X-Archive-Orig-Content-Length', '17'],
      ['Content-Length', '12'],
    ]);
    const [segment] = await segments();
    expect((await readWithWarcio(segment!))[2]!.payload.toString()).toBe('decoded text');
  });

  test('no header, status text or URL can forge another record', async () => {
    const archive = await open();
    const forged = '\r\n\r\nWARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:forged>\r\nContent-Length: 0\r\n\r\n';
    const hostile = exchange(1, 'body', {
      url: `https://example.org/a${forged}`,
      statusText: `OK${forged}`,
      headers: [
        ['X-Evil', `a${forged}b`],
        [`X-Name${forged}`, 'c'],
        ['X-Latin', 'caf\u00e9 \u00ff'],
        ['X-Null', 'a\u0000b'],
        ['', 'no name'],
      ],
      request: { method: `GET${forged}`, headers: [['User-Agent', `x${forged}`]] },
    });
    const { recordId, location } = await archive.write(hostile);
    const back = await archive.read(recordId, location);
    await archive.close();
    expect(back.headers).toContainEqual(['X-Latin', 'caf\u00e9 \u00ff']);
    expect(Buffer.from(back.body).toString()).toBe('body');
    const [segment] = await segments();
    const records = await readWithWarcio(segment!);
    expect(records.map(({ type }) => type)).toEqual(['warcinfo', 'request', 'response']);
    expect(records.some(({ id }) => id.includes('forged'))).toBe(false);
    const index = await readFile(join(folder, `${segment}.cdxj`), 'utf8');
    expect(index.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('segments', () => {
  test('are closed at their size, named by time and worker, and all readable', async () => {
    const archive = await open({ segmentBytes: 20_000, writer: 'worker-2', clock: () => Date.UTC(2026, 10, 24, 3, 5, 1, 123) });
    const noise = (n: number): Buffer => createHash('shake256', { outputLength: 3000 }).update(String(n)).digest();
    const archived = [];
    for (let n = 0; n < 40; n++) archived.push(await archive.write(exchange(n, '', { body: noise(n) })));
    await archive.close();
    const names = await segments();
    expect(names.length).toBeGreaterThan(4);
    expect(names[0]).toBe('garner-20261124030501123-00000-worker-2.warc.gz');
    const records = (await Promise.all(names.map(readWithWarcio))).flat();
    expect(records.filter(({ type }) => type === 'warcinfo')).toHaveLength(names.length);
    expect(records.filter(({ type }) => type === 'response').map(({ id }) => id)).toEqual(archived.map(({ recordId }) => `<${recordId}>`));
    expect(await readdir(folder)).toEqual(names.flatMap((name) => [name, `${name}.cdxj`]).toSorted());
  });

  test('carry a sorted index that points at the records', async () => {
    const archive = await open();
    for (const url of ['https://www.example.org/b?y=2&x=1', 'http://Example.org/a', 'https://fenlei.example/纸']) {
      await archive.write(exchange(1, url, { url: new URL(url).href }));
    }
    await archive.close();
    const [segment] = await segments();
    const lines = (await readFile(join(folder, `${segment}.cdxj`), 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['example,fenlei)/%e7%ba%b8', 'org,example)/a', 'org,example)/b?x=1&y=2']);
    const records = await readWithWarcio(segment!);
    for (const line of lines) {
      const [, stamp, json] = /^\S+ (\d{14}) (\{.*\})$/.exec(line)!;
      const fields = JSON.parse(json!) as Record<string, string>;
      const record = records.find(({ id }) => id === `<${fields['id']}>`)!;
      expect(stamp).toBe('20261124030000');
      expect(fields).toMatchObject({
        filename: segment,
        mime: 'text/html',
        status: '200',
        offset: String(record.offset),
        digest: record.headers.get('WARC-Payload-Digest'),
      });
    }
  });

  test('without an index are read through instead', async () => {
    const archive = await open();
    const { recordId } = await archive.write(exchange(1, 'found'));
    await archive.close();
    const [segment] = await segments();
    await rm(join(folder, `${segment}.cdxj`));
    const later = await open();
    const stale = { segment: 'elsewhere.warc.gz', offset: 0, length: 10 };
    expect(Buffer.from((await later.read(recordId, stale)).body).toString()).toBe('found');
    await later.close();
  });

  test('that are damaged say so: segment, place, fault and remedy', async () => {
    const archive = await open();
    const { recordId, location } = await archive.write(exchange(1, 'some text '.repeat(1000)));
    await archive.close();
    const path = join(folder, location.segment);
    const bytes = await readFile(path);
    bytes[location.offset + 200]! ^= 0xff;
    await writeFile(path, bytes);
    const later = await open();
    const failure = await later.read(recordId, location).catch((error: unknown) => error);
    await later.close();
    expect(failure).toBeInstanceOf(ArchiveError);
    expect((failure as Error).message).toMatch(
      new RegExp(`byte ${location.offset} of ${location.segment}.*(CRC|inflate|digest|body|record).*Restore`),
    );
  });

  test('are not touched by an archive that is open for reading', async () => {
    const writing = await open();
    const { recordId, location } = await writing.write(exchange(1, 'one'));
    const reading = await open({ readOnly: true });
    expect(Buffer.from((await reading.read(recordId, location)).body).toString()).toBe('one');
    await expect(reading.write(exchange(2, 'two'))).rejects.toThrow(/reading only/);
    await writing.write(exchange(3, 'three'));
    await writing.close();
    expect(Buffer.from((await reading.read(recordId, location)).body).toString()).toBe('one');
    await reading.close();
  });

  test('cannot be made in a folder that is none', async () => {
    const path = join(folder, 'file');
    await writeFile(path, '');
    await expect(openWarcArchive(path, { segmentBytes: 1e9, software: 'garner' })).rejects.toThrow(ArchiveError);
  });
});
