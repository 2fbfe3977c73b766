import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dataFolder } from '../data.ts';

const root = join(import.meta.dirname, '..', '..');
const guide = readFileSync(join(root, 'docs/hostile.md'), 'utf8');
const RESULTS = ['holds', 'otherwise', 'cannot occur', 'open'] as const;

const cases = guide
  .split('\n')
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|')))
  .flatMap(([, id = '', , result = '', where = '']) => (/^[a-z-]+-\d\d$/.test(id) ? [{ id, result, where }] : []));

describe('the table of hostile cases', () => {
  test('names each case once, with a result', () => {
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
    expect(cases.filter(({ result }) => !RESULTS.some((each) => result.startsWith(each)))).toEqual([]);
  });

  test('counts them', () => {
    for (const result of RESULTS)
      expect(guide).toContain(`| ${result} | ${cases.filter((each) => each.result.startsWith(result)).length}:`);
    expect(guide).toContain(`${cases.length} cases`);
  });

  test('names tests that are there, for all but what is open', () => {
    const unfounded = cases.filter(({ result, where }) => {
      const [, file = '', piece = ''] = /^(\S+) `` (.+) ``$/.exec(where) ?? [];
      return file === '' ? !result.startsWith('open') : !readFileSync(join(root, file), 'utf8').includes(piece);
    });
    expect(unfounded).toEqual([]);
  });

  const folder = dataFolder();
  test.skipIf(folder === null)('has all cases of the outside list (set GARNER_DATA)', () => {
    const list = JSON.parse(readFileSync(join(String(folder), 'hostile/hostile.json'), 'utf8')) as readonly { readonly id: string }[];
    expect(cases.map(({ id }) => id).sort()).toEqual(list.map(({ id }) => id).sort());
  });
});
