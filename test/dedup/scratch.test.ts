import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openScratchDedup } from '../../src/dedup/scratch.ts';
import { claimOf, textOf } from '../contracts/dedup.ts';

test('a scratch index answers at once, and leaves nothing behind', () => {
  const folder = mkdtempSync(join(tmpdir(), 'garner-scratch-'));
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  try {
    const dedup = openScratchDedup('verified');
    expect(readdirSync(folder)).toHaveLength(1);
    expect(dedup.claim(claimOf('1', 'a', textOf('a')))).toEqual({ kind: 'unique' });
    expect(dedup.claim(claimOf('2', 'b', textOf('a', 60, 2)))).toMatchObject({ kind: 'near', of: '1' });
    dedup.close();
    expect(readdirSync(folder)).toEqual([]);
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    rmSync(folder, { recursive: true });
  }
});
