import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

/** What a module loads when it is loaded: its own imports, and theirs, but for types and what it asks for later. */
function loadedWith(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  if (!file.startsWith('src/')) return seen;
  for (const [, names = '', from = ''] of readFileSync(file, 'utf8').matchAll(/^(?:import|export) ([^;]*?) from '([^']+)'/gm)) {
    const areTypes = names.startsWith('type ') || /^\{(?:\s*type [^,]+,?)+\s*\}$/.test(names);
    if (!areTypes) loadedWith(from.startsWith('.') ? normalize(join(dirname(file), from)) : from, seen);
  }
  return seen;
}

test('a command loads no browser library before a page is rendered', () => {
  for (const command of ['crawl', 'work', 'build', 'doctor']) {
    const loaded = loadedWith(`src/cli/${command}.ts`);
    expect(loaded).toContain('src/config/load.ts');
    expect([...loaded].filter((name) => name === 'playwright-core' || name === 'src/render/renderer.ts')).toEqual([]);
  }
  expect(loadedWith('src/render/renderer.ts')).not.toContain('playwright-core');
});
