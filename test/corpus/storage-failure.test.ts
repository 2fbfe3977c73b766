import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { buildCorpus } from '../../src/corpus/build.ts';
import { storageFailure } from '../../src/corpus/storage-failure.ts';
import { StorageError } from '../../src/sqlite/storage-error.ts';
import { temporaryFolder } from './folders.ts';
import { buildOf, variedPages } from './synthetic.ts';

const caught = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

test('what is not the fault of the disk stays as it is', () => {
  for (const error of [new Error('a bug'), Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }), 'text', undefined]) {
    expect(storageFailure(error, '/corpus')).toBe(error);
  }
});

test('a failure of the system names the path and what to do, and keeps its cause', () => {
  const cause = Object.assign(new Error('EROFS: read-only file system'), { code: 'EROFS', path: '/corpus/.build' });
  const error = storageFailure(cause, '/corpus');
  expect(error).toBeInstanceOf(StorageError);
  expect(error).toMatchObject({
    message: expect.stringMatching(/\/corpus\/\.build: the file system is read-only\. Mount it writable/),
    cause,
  });
});

test('a failure of the scratch database is one of the disk', () => {
  const error = caught(() => new DatabaseSync('/nowhere/at/all.db'));
  expect(storageFailure(error, '/corpus')).toBeInstanceOf(StorageError);
});

const isRoot = process.getuid?.() === 0 || process.platform === 'win32';

test.skipIf(isRoot)('a folder that may not be written (skipped for root, who may write anything)', async () => {
  const folder = await temporaryFolder();
  await chmod(folder, 0o555);
  const building = buildCorpus(buildOf(join(folder, 'corpus'), variedPages));
  await expect(building).rejects.toThrow(/may not be written\. Check its owner and permissions/);
  await chmod(folder, 0o755);
});
