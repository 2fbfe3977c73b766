import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { FolderSegments } from '../../src/archive/segments/folder.ts';

test('a segment that cannot be opened is an error for whoever reads it, and for nobody else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'garner-segments-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const segments = new FolderSegments(folder);
  const broken = join(folder, 'broken.warc.gz');
  // A link to itself leads nowhere, for root too.
  await symlink(broken, broken);
  await expect(segments.bytes('broken.warc.gz', 0, 4)).rejects.toThrow('ELOOP');
  // More than are kept open.
  for (let n = 0; n < 20; n += 1) {
    await writeFile(join(folder, `${n}.warc.gz`), `no. ${n}`);
    expect(String(await segments.bytes(`${n}.warc.gz`, 0, 3))).toBe('no.');
  }
  await expect(segments.bytes('broken.warc.gz', 0, 4)).rejects.toThrow('ELOOP');
  await rm(broken);
  await writeFile(broken, 'mended');
  expect(String(await segments.bytes('broken.warc.gz', 0, 6))).toBe('mended');
  await segments.close();
});
