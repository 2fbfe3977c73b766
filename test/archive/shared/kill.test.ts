import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openWarcArchive } from '../../../src/archive/warc-archive.ts';
import { objects as objectsSchema } from '../../../src/config/objects.ts';
import { openS3 } from '../../../src/objects/s3.ts';
import { startObjectStore } from '../../objects/store.ts';
import { type Acknowledged, CHILD, runChild } from '../writing.ts';

test('a machine that is lost while it writes to a store has lost nothing that it had acknowledged', { timeout: 120_000 }, async () => {
  const server = await startObjectStore();
  onTestFinished(() => server.close());
  const settings = objectsSchema.parse(server.settings());
  const objects = await openS3(settings);
  onTestFinished(() => objects.close());
  const machine = async (): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), 'garner-machine-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    return folder;
  };
  const acknowledged: Acknowledged[] = [];
  for (const stopAfter of [200, 20_000]) {
    const folder = await machine();
    const run = await runChild(process.execPath, [CHILD, folder, '50000', JSON.stringify(settings)], stopAfter);
    expect(run).toMatchObject({ stderr: '' });
    expect(run.acknowledged.length).toBeGreaterThan(0);
    acknowledged.push(...run.acknowledged);
    // Its disk is gone with it, and another machine has its name.
    await rm(folder, { recursive: true });
    const heir = await openWarcArchive(await machine(), { segmentBytes: 1e9, software: 'garner/test', objects });
    expect((await heir.segments.list()).every(({ isOpen }) => !isOpen)).toBe(true);
    await heir.close();
  }
  expect(server.keys().filter((key) => key.endsWith('.warc.gz')).length).toBeGreaterThan(2);
  const reader = await openWarcArchive(await machine(), { segmentBytes: 1, software: 'garner/test', objects, readOnly: true });
  for (const { recordId, location, length } of acknowledged) expect((await reader.read(recordId, location)).body.byteLength).toBe(length);
  await reader.close();
});
