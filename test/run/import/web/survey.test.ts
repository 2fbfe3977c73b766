import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { digestOf } from '../../../../src/archive/record.ts';
import { Places } from '../../../../src/run/import/web/places.ts';
import { RecordSource } from '../../../../src/run/import/web/record-source.ts';
import { Spool } from '../../../../src/run/import/web/spool.ts';
import { surveyWarc } from '../../../../src/run/import/web/survey.ts';
import { Wanted } from '../../../../src/run/import/web/wanted.ts';
import { type Flaw, warcFiles } from '../../../../src/run/import/web/unpack.ts';
import { newId, recordBytes, response, warcGz } from '../../../archive/warc-maker.ts';
import { makeZip } from '../../../extract/docx-maker.ts';

const page = (name: string) => response(`https://a.test/${name}`, `<p>${name}</p>`, { id: newId() });
const [one, two, three] = [page('one'), page('two'), page('three')];
const urls = ['https://a.test/one', 'https://a.test/two', 'https://a.test/three'];

let folder: string;
let spool: Spool;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'garner-survey-'));
  spool = await Spool.open(folder, 0);
});
afterEach(() => rm(folder, { recursive: true }));

/** The URLs of the records that are found in a file and can be read at their places, and what is wrong with it. */
async function foundIn(
  file: string,
  bytes: Uint8Array,
  maxRecord = 1e6,
): Promise<{ readonly urls: readonly string[]; readonly flaws: readonly Flaw[] }> {
  const path = join(folder, file);
  await writeFile(path, bytes);
  const flaws: Flaw[] = [];
  const tell = (flaw: Flaw): void => void flaws.push(flaw);
  const places = new Places();
  const signal = new AbortController().signal;
  for await (const each of warcFiles(path, spool, tell, file))
    await surveyWarc(each, places, { spool, query: {}, maxRecord, wanted: new Wanted({}), tell, named: () => undefined, signal });
  const records = new RecordSource({ range: () => Promise.reject(new Error('no file of these is elsewhere')) }, maxRecord);
  const read: string[] = [];
  for (const place of places.all('bodies')) {
    const found = await records.read(place);
    read.push(found.kind === 'record' ? String(found.record.url) : found.because);
  }
  await records.close();
  places.close();
  return { urls: read, flaws };
}

describe('records are found and read', () => {
  const whole = Buffer.concat([one, two, three].map((each) => recordBytes(each, '1.1')));

  test.each([
    ['a.warc.gz', warcGz(one, two, three)],
    ['a.warc', whole],
    ['piece.warc.gz', gzipSync(whole)],
    ['a.warc.zst', Buffer.concat([one, two, three].map((each) => zstdCompressSync(recordBytes(each))))],
    ['piece.warc.zst', zstdCompressSync(whole)],
  ])('in %s', async (file, bytes) => {
    expect(await foundIn(file, bytes)).toEqual({ urls, flaws: [] });
  });

  test('in a file compressed in one piece that is larger than any record may be', async () => {
    expect(await foundIn('a.warc.gz', gzipSync(whole), 700)).toEqual({ urls, flaws: [] });
  });

  test('around what is damaged, which is told with its place', async () => {
    const bytes = warcGz(one, two, three);
    const at = warcGz(one).length;
    bytes[at + 40]! ^= 0xff;
    const { urls: read, flaws } = await foundIn('a.warc.gz', bytes.subarray(0, -5));
    expect(read).toEqual([urls[0]]);
    expect(flaws).toEqual([{ file: 'a.warc.gz', offset: at, fault: expect.stringMatching(/bytes are passed over$/) }]);
    expect(await foundIn('b.warc.gz', bytes)).toMatchObject({ urls: [urls[0], urls[2]], flaws: [{ offset: at }] });
  });

  test('in a WACZ, whose digests are checked', async () => {
    const warc = warcGz(one, two);
    const described = (hash?: string): string =>
      JSON.stringify({ profile: 'data-package', resources: [{ path: 'archive/data.warc.gz', ...(hash !== undefined && { hash }) }] });
    const packed = (description: string): Buffer =>
      makeZip({ 'datapackage.json': description, 'archive/data.warc.gz': warc, 'archive/notes.txt': 'x' });
    const flawOf = async (description: string) => (await foundIn('a.wacz', packed(description))).flaws;
    expect(await foundIn('a.wacz', packed(described(digestOf(warc))))).toEqual({ urls: urls.slice(0, 2), flaws: [] });
    const inner = 'a.wacz!archive/data.warc.gz';
    expect(await flawOf(described(digestOf(Buffer.from('x'))))).toEqual([
      { file: inner, offset: null, fault: expect.stringContaining('damaged or changed') },
    ]);
    expect(await flawOf(described())).toEqual([{ file: inner, offset: null, fault: 'datapackage.json has no digest for it' }]);
    expect(await flawOf('{}')).toEqual([{ file: 'a.wacz', offset: null, fault: expect.stringContaining('does not list the files') }]);
    expect((await foundIn('a.wacz', packed(described(digestOf(warc))).subarray(0, -30))).flaws).toEqual([
      { file: 'a.wacz', offset: null, fault: expect.stringContaining('it cannot be unpacked') },
    ]);
  });

  test.each([
    ['empty.warc', '', 'it is empty'],
    ['page.warc.gz', '<p>no archive', 'it is no WARC file, compressed or not, and no WACZ'],
  ])('nowhere in %s', async (file, content, fault) => {
    expect(await foundIn(file, Buffer.from(content))).toMatchObject({ urls: [], flaws: [{ file, fault }] });
  });
});
