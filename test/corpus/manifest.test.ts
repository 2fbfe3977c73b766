import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildCorpus } from '../../src/corpus/build.ts';
import { readManifest } from '../../src/corpus/manifest.ts';
import { StorageError } from '../../src/sqlite/storage-error.ts';
import { temporaryFolder } from './folders.ts';
import { buildOf, variedPages } from './synthetic.ts';

async function changed(change: (text: string) => string): Promise<string> {
  const folder = await temporaryFolder();
  await buildCorpus(buildOf(folder, variedPages));
  const file = join(folder, 'manifest.json');
  await writeFile(file, change(await readFile(file, 'utf8')));
  return folder;
}

test('a folder without a corpus has no manifest', async () => {
  expect(await readManifest(await temporaryFolder())).toBeNull();
  expect(await readManifest('/nowhere/at/all')).toBeNull();
});

test('a newer schema version is refused, by reading and by building', async () => {
  const folder = await changed((text) => text.replace('"schemaVersion": 1', '"schemaVersion": 2'));
  await expect(readManifest(folder)).rejects.toThrow(StorageError);
  await expect(readManifest(folder)).rejects.toThrow(/newer Garner \(schema version 2; this one reads up to 1\)\. Update Garner/);
  await expect(buildCorpus(buildOf(folder, variedPages))).rejects.toThrow('newer Garner');
});

test.each([
  ['torn', (text: string) => text.slice(0, -20), 'it is not JSON'],
  ['without its counts', (text: string) => text.replace('"counts"', '"sums"'), 'counts'],
  [
    'with a path that leads out of the folder',
    (text: string) => text.replace(/"path": "data\/[^/]*/, '"path": "data/..'),
    'shards[0].path',
  ],
  ['empty', () => '{}', 'schemaVersion'],
])('a manifest %s is damaged, and the message says where', async (_, change, what) => {
  const folder = await changed(change);
  await expect(readManifest(folder)).rejects.toThrow(StorageError);
  await expect(readManifest(folder)).rejects.toThrow(`${join(folder, 'manifest.json')} is damaged`);
  await expect(readManifest(folder)).rejects.toThrow(what);
});

test('it says what was built, from what and by whom', async () => {
  const folder = await temporaryFolder();
  const createdAt = Date.UTC(2027, 0, 2);
  await buildCorpus(
    buildOf(folder, variedPages, { createdAt, title: 'Sorting waste', languages: ['en'], versions: { garner: '0.1.0', node: '24.21.0' } }),
  );
  expect(await readManifest(folder)).toMatchObject({
    schemaVersion: 1,
    generation: 1,
    corpus: 'waste-sorting',
    title: 'Sorting waste',
    languages: ['en'],
    createdAt: '2027-01-02T00:00:00.000Z',
    asOf: '2027-01-01T00:00:00.000Z',
    format: 'parquet',
    policy: { digest: expect.stringMatching(/^sha256:/) },
    versions: { garner: '0.1.0', node: '24.21.0' },
    counts: { captured: 240 },
    makeup: { hosts: { names: 3 }, extractors: { names: 1 } },
  });
});
