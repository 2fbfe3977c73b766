import { expect, test } from 'vitest';
import { nextLine } from '../../src/cli/import-summary.ts';

const taken = { name: 'notes', finished: true, added: 0, unchanged: 0 };

test('after an import, a build is named where it would change or make a corpus', () => {
  expect(nextLine(taken)).toEqual([]);
  for (const some of [{ added: 1 }, { unchanged: 1 }, { changed: 1 }, { withdrawn: 1 }])
    expect(nextLine({ ...taken, ...some })).toEqual(['Build a corpus of them:  garner build notes']);
  expect(nextLine({ ...taken, finished: false })).toEqual(['Give the same command again to go on.']);
});
