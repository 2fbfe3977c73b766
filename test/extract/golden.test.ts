import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Bare, extractBare } from '../../src/extract/bare.ts';

/** A new case is a new folder: `source.html`, what is expected of it, and `page.json` where it needs a URL, selectors or another extractor. */
const folders = globSync('test/fixtures/pages/*/source.html').map(dirname).sort();

const read = (folder: string, file: string): string => readFileSync(join(folder, file), 'utf8').trimEnd();

test('there are golden pages', () => {
  expect(folders.length).toBeGreaterThanOrEqual(70);
});

describe.each(folders.map((folder) => ({ name: basename(folder), folder })))('$name', ({ folder }) => {
  const page = existsSync(join(folder, 'page.json')) ? (JSON.parse(read(folder, 'page.json')) as Partial<Bare>) : {};

  test('reads as expected', async () => {
    const body = readFileSync(join(folder, 'source.html'));
    const step = await extractBare({ url: 'https://example.org/dir/page.html', extractor: 'garner', ...page, body });
    if (!step.kept) throw new Error(`${step.drop.rule}: ${step.drop.because}`);
    const { text, markdown, ...rest } = step.record;
    expect(markdown).toBe(read(folder, 'expected.md'));
    expect(text).toBe(read(folder, 'expected.txt'));
    if (existsSync(join(folder, 'expected.json'))) expect(rest).toMatchObject(JSON.parse(read(folder, 'expected.json')) as object);
  });
});
