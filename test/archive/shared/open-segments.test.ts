import { appendFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Archived, ArchiveError } from '../../../src/archive/archive.ts';
import { indexFault } from '../../../src/archive/check-index.ts';
import { rewriteSegment } from '../../../src/archive/collect.ts';
import { SegmentWriter } from '../../../src/archive/segment-writer.ts';
import { FolderSegments } from '../../../src/archive/segments/folder.ts';
import { surveyRecords } from '../../../src/archive/survey.ts';
import { openWarcArchive, type WarcArchive, type WarcArchiveOptions } from '../../../src/archive/warc-archive.ts';
import type { Objects } from '../../../src/objects/objects.ts';
import type { PageUrl } from '../../../src/records.ts';
import { archiveContract } from '../../contracts/archive.ts';
import { exchange } from '../../contracts/exchange.ts';
import { dyingAt } from '../../objects/dying.ts';
import { type MemoryObjects, memoryObjects } from '../../objects/memory.ts';
import { openFiles } from '../../open-files.ts';

let folders: string[] = [];
let archives: WarcArchive[] = [];
let store: MemoryObjects;
beforeEach(() => {
  store = memoryObjects(undefined, 's3://memory/project');
});
afterEach(async () => {
  // Those too that a test had die.
  for (const archive of archives.splice(0)) await archive.close().catch(() => undefined);
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function machine(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'garner-machine-'));
  folders = [...folders, folder];
  return folder;
}

async function openAt(folder: string, over: Partial<WarcArchiveOptions> = {}): Promise<WarcArchive> {
  const archive = await openWarcArchive(folder, { segmentBytes: 1e9, software: 'garner/test', objects: store, ...over });
  archives = [...archives, archive];
  return archive;
}

const readAs = async (archive: WarcArchive, { recordId, location }: Archived): Promise<string> =>
  Buffer.from((await archive.read(recordId, location)).body).toString();

/** Reads on a machine that has nothing. */
async function expectAll(pages: readonly { readonly archived: Archived; readonly text: string }[]): Promise<void> {
  const archive = await openAt(await machine(), { readOnly: true });
  for (const { archived, text } of pages) expect(await readAs(archive, archived)).toBe(text);
  await archive.close();
}

/** Keys of the store, fences left out. */
const chunks = (): string[] => [...store.bodies].filter(([key, body]) => key.includes('.open/') && body.length > 0).map(([key]) => key);
const sealed = (): string[] => [...store.bodies.keys()].filter((key) => key.endsWith('.warc.gz'));

describe('an archive that stays on its machine', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await machine();
  });
  archiveContract('small segments in a store', () => openAt(folder, { segmentBytes: 2000 }));
});

describe('what one machine writes', () => {
  test('another reads while the segment is open, and when it is sealed', async () => {
    const writer = await openAt(await machine(), { writer: 'a' });
    const reader = await openAt(await machine(), { readOnly: true });
    const first = await writer.write(exchange(1, 'first'));
    expect(await readAs(reader, first)).toBe('first');
    const second = await writer.write(exchange(2, 'second'));
    expect(await readAs(reader, second)).toBe('second');
    expect(await readAs(reader, { ...second, location: { segment: 'gone.warc.gz', offset: 1, length: 2 } })).toBe('second');
    await writer.close();
    expect(chunks()).toEqual([]);
    for (const page of [first, second]) expect(await readAs(reader, page)).toMatch(/first|second/);
    await expectAll([
      { archived: first, text: 'first' },
      { archived: second, text: 'second' },
    ]);
    await reader.close();
  });

  test('is a revisit elsewhere, whose body it finds', async () => {
    const one = await openAt(await machine(), { writer: 'a' });
    const page = exchange(1, 'the body');
    const original = await one.write(page);
    const two = await openAt(await machine(), { writer: 'b' });
    const of = { ...original, url: page.url as PageUrl, at: page.at };
    const again = await two.revisit(exchange(1, '', { at: page.at + 1, status: 304 }), of);
    expect(await readAs(two, again)).toBe('the body');
    await one.close();
    await two.close();
    await expectAll([{ archived: again, text: 'the body' }]);
  });

  test('goes up in one group when much is waiting, and is read in few requests', async () => {
    const writer = await openAt(await machine());
    const pages = await Promise.all(
      Array.from({ length: 100 }, async (_, n) => ({ archived: await writer.write(exchange(n, `page ${n}`)), text: `page ${n}` })),
    );
    expect(chunks().length).toBeLessThan(5);
    await writer.close();
    store.requests.length = 0;
    await expectAll(pages);
    expect(store.requests.filter((request) => request.startsWith('get '))).toHaveLength(1);
  });

  test('leaves nothing but indexes on the disk once it is sealed', async () => {
    const folder = await machine();
    const writer = await openAt(folder, { segmentBytes: 1 });
    for (let n = 0; n < 3; n += 1) await writer.write(exchange(n, 'page'));
    await writer.close();
    expect((await readdir(folder)).filter((name) => !name.endsWith('.cdxj'))).toEqual([]);
    expect(sealed()).toHaveLength(3);
  });

  test('is sealed when it has as many groups as its place takes', async () => {
    const folder = await machine();
    const segments = new (class extends FolderSegments {
      override readonly mostGroups = 3;
    })(folder);
    const opening = (): Promise<Uint8Array> => Promise.resolve(Buffer.from('one group '));
    const writer = new SegmentWriter({ segments, segmentBytes: 1e9, writer: 'w', clock: Date.now, opening });
    for (let n = 0; n < 5; n += 1) await writer.append({ members: [Buffer.from('another ')], wanted: 0, indexLine: null });
    await writer.close();
    expect((await segments.list()).map(({ bytes }) => bytes)).toEqual([26, 26, 18]);
  });
});

describe('a machine that was lost', () => {
  test('has its segment sealed by others from what it had acknowledged, by two at once as well', async () => {
    const lost = await openAt(await machine(), { writer: 'lost' });
    const pages = [];
    for (const text of ['one', 'two', 'three']) pages.push({ archived: await lost.write(exchange(pages.length, text)), text });
    const others = [await openAt(await machine(), { writer: 'b' }), await openAt(await machine(), { writer: 'c' })];
    const notes = await Promise.all(others.map((other) => other.segments.recover('lost')));
    expect(notes.flat().join()).toContain('sealed with 6 records');
    expect(sealed()).toHaveLength(1);
    expect(chunks()).toEqual([]);
    await expectAll(pages);
    const [file] = await others[0]!.segments.list();
    expect(await indexFault(others[0]!.segments, file!)).toBeNull();
    expect(await others[0]!.segments.recover('lost')).toEqual([]);
    for (const other of others) await other.close();
  });

  test('comes back, and what it writes is in a segment that nobody has ended', async () => {
    const folder = await machine();
    const frozen = await openAt(folder, { writer: 'frozen' });
    const before = { archived: await frozen.write(exchange(1, 'before')), text: 'before' };
    const other = await openAt(await machine(), { writer: 'other' });
    await other.segments.recover('frozen');
    const after = { archived: await frozen.write(exchange(2, 'after')), text: 'after' };
    expect(after.archived.location.segment).not.toBe(before.archived.location.segment);
    await frozen.close();
    await other.close();
    await expectAll([before, after]);
    const again = await openAt(folder, { writer: 'frozen' });
    expect(again.recovered.join()).toContain('sealed in s3://memory/project already');
    await again.close();
    expect((await readdir(folder)).filter((name) => !name.endsWith('.cdxj'))).toEqual([]);
  });

  test('is not written over, though the clock stands still', async () => {
    const stopped = async (): Promise<WarcArchive> => openAt(await machine(), { clock: () => 1e12 });
    const pages = [];
    for (const text of ['lost', 'closed', 'last']) {
      const archive = await stopped();
      pages.push({ archived: await archive.write(exchange(pages.length, text)), text });
      if (text === 'closed') await archive.close();
    }
    expect(new Set(pages.map(({ archived }) => archived.location.segment)).size).toBe(3);
    await expectAll(pages);
  });

  test('does not bring back what was collected meanwhile', async () => {
    const folder = await machine();
    const lost = await openAt(folder, { writer: 'lost' });
    const { location } = await lost.write(exchange(1, 'erased'));
    const other = await openAt(await machine(), { writer: 'other' });
    await other.segments.recover('lost');
    await other.segments.remove(location.segment);
    const back = await openAt(folder, { writer: 'lost' });
    expect(await back.segments.list()).toEqual([]);
    await back.close();
    await other.close();
    expect(sealed()).toEqual([]);
  });
});

/** Writes pages, a segment for each two, until the process dies. Returns what was acknowledged. */
async function writeUntilDead(folder: string, objects: Objects): Promise<{ readonly archived: Archived; readonly text: string }[]> {
  const pages: { readonly archived: Archived; readonly text: string }[] = [];
  let archive: WarcArchive | null = null;
  try {
    archive = await openAt(folder, { writer: 'w', objects, segmentBytes: 2500 });
    for (let n = 0; n < 5; n += 1) {
      const text = `page ${n}`;
      pages.push({ archived: await archive.write(exchange(n, text, { at: n })), text });
    }
    await archive.close();
  } catch (error) {
    expect(String(error)).toContain('dead');
  }
  await archive?.close().catch(() => undefined);
  expect(openFiles(folder)).toEqual([]);
  return pages;
}

describe('a process that dies at any change in the store', () => {
  const when = ['before', 'after'] as const;
  test.each(when)('has lost nothing that it had acknowledged, on its own machine and on others (%s)', async (moment) => {
    let n = 1;
    for (; ; n += 1) {
      store = memoryObjects(undefined, 's3://memory/project');
      const [folder, other] = [await machine(), await machine()];
      const dying = dyingAt(store, n, moment);
      const pages = await writeUntilDead(folder, dying);
      if (!dying.isDead()) break;
      await expectAll(pages);
      // The next one to take care of it dies as well, here or there, and then one does not.
      const isLost = n % 2 === 0;
      const place = isLost ? other : folder;
      const clumsy = dyingAt(store, (n % 3) + 1, moment);
      await openAt(place, { writer: 'b', objects: clumsy }).then(
        (archive) => archive.segments.recover('w').catch(() => undefined),
        () => undefined,
      );
      await expectAll(pages);
      const heir = await openAt(place, { writer: 'b' });
      await heir.segments.recover('w');
      expect(chunks()).toEqual([]);
      await expectAll(pages);
      for (const file of await heir.segments.list()) expect([file.isOpen, await indexFault(heir.segments, file)]).toEqual([false, null]);
      await heir.close();
    }
    expect(n).toBeGreaterThan(12);
  });
});

describe('a file that a crash left', () => {
  async function left(): Promise<{ folder: string; file: string; pages: { archived: Archived; text: string }[] }> {
    const folder = await machine();
    const archive = await openAt(folder);
    const pages = [];
    for (const text of ['one', 'two']) pages.push({ archived: await archive.write(exchange(pages.length, text)), text });
    const name = (await readdir(folder)).find((each) => each.endsWith('.open'))!;
    return { folder, file: join(folder, name), pages };
  }

  test.each([
    ['torn', (file: string) => appendFile(file, Buffer.from([0x1f, 0x8b, 8, 0, 0, 1]))],
    ['behind the store', (file: string) => truncate(file, 700)],
    ['gone', (file: string) => rm(file)],
    ['damaged', async (file: string) => writeFile(file, (await readFile(file)).fill(7, 400, 500))],
  ])('is sealed as the store has it: %s', async (_, harm) => {
    const { folder, file, pages } = await left();
    await harm(file);
    const again = await openAt(folder);
    expect(again.recovered).toHaveLength(1);
    expect(again.recovered[0]).toContain('sealed with 4 records');
    await again.close();
    await expectAll(pages);
  });

  test('stays open when an object of it is missing, which is told', async () => {
    const { folder, pages } = await left();
    const missing = chunks()[1]!;
    store.bodies.delete(missing);
    const again = await openAt(folder);
    expect(again.recovered[0]).toContain(`${missing} is missing from s3://memory/project`);
    await again.close();
    expect(sealed()).toEqual([]);
    await expectAll([pages[1]!]);
  });

  test('was written before there was a store, and goes up', async () => {
    const folder = await machine();
    const before = await openAt(folder, { objects: null, segmentBytes: 1 });
    const pages = [{ archived: await before.write(exchange(1, 'sealed')), text: 'sealed' }];
    await before.close();
    const open = await openAt(folder, { objects: null });
    pages.push({ archived: await open.write(exchange(2, 'open')), text: 'open' });
    const after = await openAt(folder);
    await after.close();
    await expectAll(pages);
    expect(sealed()).toHaveLength(2);
  });
});

describe('a segment in the store', () => {
  async function one(): Promise<{ archived: Archived; key: string; reader: WarcArchive }> {
    const writer = await openAt(await machine());
    const archived = await writer.write(exchange(1, 'text'));
    await writer.close();
    return { archived, key: sealed()[0]!, reader: await openAt(await machine(), { readOnly: true }) };
  }

  test('that is missing or damaged is an ArchiveError that says where it should be', async () => {
    const { archived, key, reader } = await one();
    const whole = store.bodies.get(key)!;
    store.bodies.delete(key);
    const missing = reader.read(archived.recordId, archived.location);
    await expect(missing).rejects.toThrow(ArchiveError);
    await expect(missing).rejects.toThrow(`of ${archived.location.segment} in s3://memory/project/archive: the segment is missing`);
    store.bodies.set(key, Uint8Array.from(whole).fill(7, archived.location.offset + 40));
    await expect(reader.read(archived.recordId, archived.location)).rejects.toThrow(/Restore the segment from a copy/);
    await reader.close();
  });

  test('is written anew without what goes, and found again by those who knew the old one', async () => {
    const writer = await openAt(await machine());
    const pages = [];
    for (const text of ['goes', 'stays']) pages.push({ archived: await writer.write(exchange(pages.length, text)), text });
    await writer.close();
    const reader = await openAt(await machine(), { readOnly: true });
    const { archived } = pages[1]!;
    expect(await readAs(reader, archived)).toBe('stays');
    const { segments } = await openAt(await machine(), { writer: 'collector' });
    const old = archived.location.segment;
    const kept = [];
    for await (const record of surveyRecords(segments, old)) if (!('kind' in record) && record.id === archived.recordId) kept.push(record);
    const places = await rewriteSegment(segments, old, kept, { at: Date.now(), software: 'garner/test' });
    await segments.remove(old);
    expect((await segments.list()).map(({ segment }) => segment)).toEqual([places.get(archived.recordId)!.segment]);
    expect(await readAs(reader, archived)).toBe('stays');
    await expectAll([pages[1]!]);
    await expect(expectAll([pages[0]!])).rejects.toThrow(ArchiveError);
    await reader.close();
  });
});
