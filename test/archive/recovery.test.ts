import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isThorough } from '../failpoints/thorough.ts';
import { readWarc } from '../../src/archive/read-warc.ts';
import { openWarcArchive, type WarcArchive } from '../../src/archive/warc-archive.ts';
import type { WarcRecord } from '../../src/archive/warc-record.ts';
import { exchange } from '../contracts/exchange.ts';
import { type Acknowledged, CHILD, runChild } from './writing.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'garner-recovery-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const open = (writer = 'main'): Promise<WarcArchive> => openWarcArchive(folder, { segmentBytes: 1e9, software: 'garner', writer });

/** A small sealed segment, and where each of its records ends. */
async function smallSegment(): Promise<{ name: string; bytes: Buffer; records: WarcRecord[] }> {
  const archive = await open();
  for (let n = 0; n < 2; n++) await archive.write(exchange(n, `text ${n}`, { headers: [] }));
  await archive.close();
  const name = (await readdir(folder)).find((file) => file.endsWith('.warc.gz'))!;
  const bytes = await readFile(join(folder, name));
  const records: WarcRecord[] = [];
  for await (const record of readWarc(join(folder, name))) records.push(record);
  await rm(join(folder, name));
  await rm(join(folder, `${name}.cdxj`));
  return { name, bytes, records };
}

describe('a segment that a crash left open', () => {
  test('keeps every whole record, wherever it was torn', async () => {
    const { name, bytes, records } = await smallSegment();
    const ends = records.map(({ offset, length }) => offset + length);
    // Around the ends of records at each byte, and between them here and there, where the machine has no time for all.
    const cuts = Array.from({ length: bytes.length + 1 }, (_, cut) => cut);
    const isTried = (cut: number): boolean => isThorough || cut % 7 === 0 || ends.some((end) => Math.abs(end - cut) < 4);
    for (const cut of cuts.filter(isTried)) {
      await writeFile(join(folder, `${name}.open`), bytes.subarray(0, cut));
      const archive = await open();
      const whole = ends.filter((end) => end <= cut).length;
      // With nothing in it but who wrote it, the segment goes.
      const kept = whole > 1 ? [name, `${name}.cdxj`] : [];
      expect((await readdir(folder)).toSorted()).toEqual(kept);
      const left = kept.length > 0 ? await readFile(join(folder, name)) : null;
      expect(left).toEqual(kept.length > 0 ? bytes.subarray(0, ends[whole - 1]) : null);
      for (const { id, offset, length } of records.slice(0, whole).filter(({ type }) => type === 'response')) {
        expect((await archive.read(id!, { segment: name, offset, length })).status).toBe(200);
      }
      expect(archive.recovered.every((note) => note.includes(name))).toBe(true);
      await archive.close();
      for (const file of await readdir(folder)) await rm(join(folder, file));
    }
  });

  test('is never written over, though the clock stands still', async () => {
    const stopped = (): Promise<WarcArchive> => openWarcArchive(folder, { segmentBytes: 1e9, software: 'garner', clock: () => 1e12 });
    const first = await stopped();
    const { recordId, location } = await first.write(exchange(1, 'first', { headers: [] }));
    await first.close();
    const second = await stopped();
    await second.write(exchange(2, 'second', { headers: [] }));
    await second.close();
    const reader = await stopped();
    expect(Buffer.from((await reader.read(recordId, location)).body).toString()).toBe('first');
    await reader.close();
  });

  test('is read up to the tear while it is still open', async () => {
    const { name, bytes, records } = await smallSegment();
    const path = join(folder, name);
    for (let cut = 30; cut <= bytes.length; cut += 7) {
      await writeFile(path, bytes.subarray(0, cut));
      const seen: WarcRecord[] = [];
      for await (const record of readWarc(path, { onDamage: () => undefined })) seen.push(record);
      expect(seen.map(({ id }) => id)).toEqual(records.filter(({ offset, length }) => offset + length <= cut).map(({ id }) => id));
    }
  });

  test('may end in zeros or noise, as disks leave them', async () => {
    const { name, bytes, records } = await smallSegment();
    for (const tail of [Buffer.alloc(5000), Buffer.from('noise \u001f\u008b\u0008 noise', 'latin1'), bytes.subarray(0, 100)]) {
      await writeFile(join(folder, `${name}.open`), Buffer.concat([bytes, tail]));
      const archive = await open();
      expect(await readFile(join(folder, name))).toEqual(bytes);
      expect(archive.recovered[0]).toContain(`${tail.length} bytes`);
      await archive.close();
      await rm(join(folder, name));
    }
    expect(records).toHaveLength(5);
  });

  test('loses nothing behind a damaged record in its middle', async () => {
    const { name, bytes, records } = await smallSegment();
    const broken = records[2]!;
    bytes[broken.offset + 60]! ^= 0xff;
    await writeFile(join(folder, `${name}.open`), bytes);
    const archive = await open();
    expect(archive.recovered[0]).toContain(`record at byte ${broken.offset} is damaged`);
    const { id, offset, length } = records[4]!;
    expect(Buffer.from((await archive.read(id!, { segment: name, offset, length })).body).toString()).toBe('text 1');
    await archive.close();
    expect((await readFile(join(folder, name))).length).toBe(bytes.length);
  });

  test('is left alone when another worker writes it', async () => {
    const theirs = await open('b');
    const { recordId, location } = await theirs.write(exchange(1, 'theirs'));
    for (const writer of ['main', 'a-b', 'a']) {
      const ours = await open(writer);
      expect(ours.recovered).toEqual([]);
      expect(Buffer.from((await ours.read(recordId, location)).body).toString()).toBe('theirs');
      await ours.close();
    }
    await theirs.write(exchange(2, 'more'));
    await theirs.close();
  });
});

async function expectAllReadable(acknowledged: readonly Acknowledged[]): Promise<void> {
  const archive = await open();
  for (const { recordId, location, length } of acknowledged) {
    expect((await archive.read(recordId, location)).body.byteLength).toBe(length);
  }
  await archive.close();
}

describe('a process that dies while it writes', () => {
  test('has lost nothing that it had acknowledged', async () => {
    let acknowledged: Acknowledged[] = [];
    for (const stopAfter of [200, 5000, 60_000]) {
      const run = await runChild(process.execPath, [CHILD, folder, '50000'], stopAfter);
      expect(run).toMatchObject({ stderr: '' });
      expect(run.acknowledged.length).toBeGreaterThan(0);
      acknowledged = [...acknowledged, ...run.acknowledged];
      await expectAllReadable(acknowledged);
    }
    expect((await readdir(folder)).filter((name) => !/\.warc\.gz(\.cdxj)?$/.test(name))).toEqual([]);
  });

  test('tells of a disk that takes no more, and keeps what it had', async () => {
    // A limit on the size of files makes a write fail half-way, as a full disk does.
    const script = `ulimit -f 200; exec "$0" "$1" "$2" 100000000`;
    const { acknowledged, stderr } = await runChild('sh', ['-c', script, process.execPath, CHILD, folder], 10_000_000);
    expect(stderr).toContain('Cannot write to the archive in');
    expect(acknowledged.length).toBeGreaterThan(0);
    await expectAllReadable(acknowledged);
  });

  test('can be cut short by hand just as well', async () => {
    const archive = await open();
    const { recordId, location } = await archive.write(exchange(1, 'first'));
    const second = await archive.write(exchange(2, 'second'));
    await archive.close();
    await truncate(join(folder, location.segment), second.location.offset + 5);
    const later = await open();
    expect((await later.read(recordId, location)).status).toBe(200);
    await expect(later.read(second.recordId, second.location)).rejects.toThrow('the segment ends before the record does');
    await later.close();
  });
});
