import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeStorageFolder } from '../../src/run/engines.ts';
import { StorageError } from '../../src/sqlite/storage-error.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'garner-storage-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('who makes a storage folder at the same time as others has it too', async () => {
  const storage = join(folder, 'data', 'storage');
  expect(new Set(await Promise.all(Array.from({ length: 8 }, () => makeStorageFolder(storage))))).toEqual(new Set([storage]));
  expect(existsSync(storage)).toBe(true);
});

test('where none can be made it is said what to do', async () => {
  await writeFile(join(folder, 'data'), '');
  const made = makeStorageFolder(join(folder, 'data', 'storage'));
  await expect(made).rejects.toThrow(StorageError);
  await expect(made).rejects.toThrow(
    /storage cannot be made: .* Make its parent writable, or set another `storage` in config\/garner\.yaml\.$/,
  );
});
