import { mkdir } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { makeFolder } from '../../src/disk/disk.ts';
import { report } from '../../src/cli/failure.ts';

/** What is told of an error, and the exit code for it. */
function told(error: unknown): readonly [text: string, code: number] {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    const code = report(error);
    return [write.mock.calls.map(([text]) => String(text)).join(''), code];
  } finally {
    write.mockRestore();
  }
}

const failing = (code: string): Error => Object.assign(new Error(`${code}: it failed, open '/data/x.tmp'`), { code, path: '/data/x.tmp' });

test.each([
  ['ENOSPC', 'Make room in the storage folder, or where else it was to write'],
  ['EACCES', 'See to the owner and the permissions of it and its folder'],
  ['EROFS', 'Mount it writable, or name another folder'],
])('%s of the disk comes with what to do about it', (code, remedy) => {
  const text = `garner: ${code}: it failed, open '/data/x.tmp'. ${remedy}, then give the same command again: what is done is kept.\n`;
  expect(told(failing(code))).toEqual([text, 5]);
});

test('a folder that a file is in the way of is no bug', async () => {
  const error: unknown = await mkdir('/dev/null/folder').catch((reason: unknown) => reason);
  expect(told(error)).toEqual([expect.stringMatching(/^garner: ENOTDIR: .* A file stands where a folder should be: move it away/), 5]);
});

test('a folder in which none can be made is no bug, and no reason to try for ever', async () => {
  const error: unknown = await makeFolder('/proc/nothing/config').catch((reason: unknown) => reason);
  expect(told(error)).toEqual([expect.stringMatching(/^garner: ENOENT: .*'\/proc\/nothing'\. Nothing can be made there: name another/), 5]);
});

test('what nobody foresaw is a bug, told without a stack', () => {
  const [text, code] = told(new TypeError('x is not a function'));
  expect([text.trim().split('\n').length, code]).toEqual([1, 1]);
  expect(text).toContain('this is a bug in Garner: x is not a function. GARNER_DEBUG=1 shows where');
});
