import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Archived } from '../../src/archive/archive.ts';
import { indexFault } from '../../src/archive/check-index.ts';
import { openSegments } from '../../src/archive/segments/open.ts';
import { surveyRecords } from '../../src/archive/survey.ts';
import { openWarcArchive, type WarcArchiveOptions } from '../../src/archive/warc-archive.ts';
import { openSqliteLedger } from '../../src/ledger/sqlite.ts';
import type { Objects } from '../../src/objects/objects.ts';
import { openScratchIndex } from '../../src/run/scratch-index.ts';
import { sweepSegments } from '../../src/run/segments.ts';
import { dyingAt } from '../objects/dying.ts';
import { memoryObjects } from '../objects/memory.ts';
import { exchange } from '../contracts/exchange.ts';

async function machine(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'garner-machine-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Takes every page out but those that stay; stops where the process dies. */
async function sweep(folder: string, objects: Objects, staying: readonly Archived[]): Promise<void> {
  const ledger = await openSqliteLedger(':memory:');
  const index = openScratchIndex<'named' | 'kept'>();
  const segments = openSegments(folder, objects);
  const stay = new Set(staying.map(({ recordId }) => recordId));
  try {
    const swept = sweepSegments(
      { ledger, segments, clock: () => 1e12 },
      { stays: ({ id }) => id !== null && stay.has(id), worth: 0, index },
    );
    while ((await swept.next()).done !== true);
  } finally {
    index.close();
    await segments.close();
    await ledger.close();
  }
}

test('collecting may die at any change in the store: the same command goes on from any machine, and nothing is lost', async () => {
  let n = 1;
  for (; ; n += 1) {
    const store = memoryObjects(undefined, 's3://memory/project');
    const options: WarcArchiveOptions = { segmentBytes: 1, software: 'garner/test', objects: store };
    const writer = await openWarcArchive(await machine(), options);
    const pages: Archived[] = [];
    for (const text of ['goes', 'stays', 'goes too', 'stays too']) pages.push(await writer.write(exchange(pages.length, text, { at: n })));
    await writer.close();
    const staying = pages.filter((_, at) => at % 2 === 1);
    const [folder, other] = [await machine(), await machine()];
    const dying = dyingAt(store, n, n % 2 === 0 ? 'before' : 'after');
    const died = await sweep(folder, dying, staying).then(
      () => false,
      () => true,
    );
    await sweep(n % 4 < 2 ? folder : other, store, staying);
    const reader = await openWarcArchive(await machine(), { ...options, readOnly: true });
    const left: (string | null)[] = [];
    for (const file of await reader.segments.list()) {
      expect([file.isOpen, await indexFault(reader.segments, file)]).toEqual([false, null]);
      for await (const record of surveyRecords(reader.segments, file.segment))
        left.push('kind' in record || record.type === 'warcinfo' ? null : record.id);
    }
    expect(left.filter((id) => id !== null).toSorted()).toEqual(staying.map(({ recordId }) => recordId).toSorted());
    for (const { recordId, location } of staying) expect((await reader.read(recordId, location)).status).toBe(200);
    await expect(reader.read(pages[0]!.recordId, pages[0]!.location)).rejects.toThrow('no other segment has the record');
    await reader.close();
    expect((await readdir(other)).filter((name) => name.endsWith('.open'))).toEqual([]);
    if (!died) break;
  }
  expect(n).toBeGreaterThan(8);
});
