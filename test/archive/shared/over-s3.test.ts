import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openWarcArchive, type WarcArchive } from '../../../src/archive/warc-archive.ts';
import { objects as objectsSchema, type ObjectsSettings } from '../../../src/config/objects.ts';
import { openS3, type S3Objects } from '../../../src/objects/s3.ts';
import { archiveContract } from '../../contracts/archive.ts';
import { startObjectStore, type TestObjectStore } from '../../objects/store.ts';
import { type Acknowledged, CHILD, runChild } from '../writing.ts';

let server: TestObjectStore;
let settings: ObjectsSettings;
let objects: S3Objects;
beforeAll(async () => {
  server = await startObjectStore();
  settings = objectsSchema.parse(server.settings());
  objects = await openS3(settings);
});
afterAll(async () => {
  await objects.close();
  await server.close();
});

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function machine(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'garner-machine-'));
  folders.push(folder);
  return folder;
}

const openAt = (folder: string): Promise<WarcArchive> => openWarcArchive(folder, { segmentBytes: 1e9, software: 'garner/test', objects });

archiveContract('segments in S3, each time from another machine', async () => openAt(await machine()));

test('a machine that is lost while it writes has lost nothing that it had acknowledged', { timeout: 120_000 }, async () => {
  const acknowledged: Acknowledged[] = [];
  for (const stopAfter of [200, 8000]) {
    const folder = await machine();
    const run = await runChild(process.execPath, [CHILD, folder, '50000', JSON.stringify(settings)], stopAfter);
    expect(run).toMatchObject({ stderr: '' });
    expect(run.acknowledged.length).toBeGreaterThan(0);
    acknowledged.push(...run.acknowledged);
    // Its disk is gone with it, and another machine has its name.
    await rm(folder, { recursive: true });
    const heir = await openAt(await machine());
    expect((await heir.segments.list()).every(({ isOpen }) => !isOpen)).toBe(true);
    await heir.close();
  }
  expect(new Set(acknowledged.map(({ location }) => location.segment)).size).toBeGreaterThan(1);
  const reader = await openAt(await machine());
  for (const { recordId, location, length } of acknowledged) expect((await reader.read(recordId, location)).body.byteLength).toBe(length);
  await reader.close();
});

test('a store that is away is waited for, and nothing is written twice', async () => {
  const archive = await openAt(await machine());
  await archive.write({ ...page, url: 'https://example.org/1' });
  await server.stop();
  const waiting = archive.write({ ...page, url: 'https://example.org/2' });
  setTimeout(() => void server.restart(), 300);
  const { recordId, location } = await waiting;
  expect((await archive.read(recordId, location)).status).toBe(200);
  server.loseAnswerTo('PUT');
  const again = await archive.write({ ...page, url: 'https://example.org/3' });
  expect(again.location.segment).toBe(location.segment);
  await archive.close();
});

const page = { at: 0, ip: null, request: null, status: 200, statusText: 'OK', headers: [], body: Buffer.from('text') };
