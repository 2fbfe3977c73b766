import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { expect, test } from 'vitest';

/** What every folder below the capabilities may be built from. */
const ground = ['records', 'version', 'recent', 'url', 'config', 'html', 'text', 'plot', 'disk', 'sqlite', 'redis', 'objects', 'telemetry'];
/** Ports: the faces through which one capability may know another. */
const ports = [
  'frontier/frontier.ts',
  'ledger/ledger.ts',
  'ledger/host-facts.ts',
  'archive/archive.ts',
  'calendar/calendar.ts',
  'fetch/fetch.ts',
  'render/render.ts',
  'refine/refine.ts',
];
const capabilities = [
  'frontier',
  'ledger',
  'fetch',
  'render',
  'discover',
  'archive',
  'calendar',
  'documents',
  'forgotten',
  'robots',
  'rights',
  'extract',
  'language',
  'privacy',
  'contamination',
  'blocklists',
  'quality',
  'topic',
  'dedup',
  'traps',
  'revisit',
];
const everything = [...ground, ...capabilities, 'refine', 'corpus', 'report', 'run', 'cli', 'ui', 'index'];

/** Who may import whom, besides itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  records: [],
  version: [],
  recent: [],
  url: ['records'],
  config: ['records', 'text', 'url'],
  html: ['records', 'text'],
  text: ['records'],
  plot: [],
  telemetry: [],
  disk: ['records'],
  sqlite: ['records', 'disk'],
  redis: ['records', 'sqlite'],
  objects: ['config', 'disk', 'sqlite'],
  ...Object.fromEntries(capabilities.map((folder) => [folder, ground])),
  rights: [...ground, 'robots'],
  render: [...ground, 'fetch'],
  refine: [...ground, ...capabilities],
  corpus: [...ground, ...capabilities, 'refine'],
  report: [...ground, 'corpus'],
  run: [...ground, ...capabilities, 'refine', 'corpus', 'report'],
  cli: everything,
  ui: ground,
  index: everything,
};

const folderOf = (file: string): string => file.split(sep)[1]?.replace(/\.ts$/, '') ?? '';

function violations(file: string, source: string): string[] {
  const from = folderOf(file);
  const found: string[] = [];
  for (const match of source.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)) {
    const target = normalize(join(dirname(file), match[1] ?? ''));
    const to = folderOf(target);
    const isPort = ports.includes(target.split(sep).slice(1).join('/'));
    if (from !== to && !isPort && !mayImport[from]?.includes(to)) found.push(`${file} imports ${target}`);
  }
  return found;
}

test('every folder imports only what stands below it', () => {
  const files = globSync('src/**/*.ts');
  expect(files.length).toBeGreaterThan(5);
  expect(files.flatMap((file) => violations(file, readFileSync(file, 'utf8')))).toEqual([]);
});

test('the rule sees what breaks it', () => {
  expect(violations('src/url/canonical.ts', "import { x } from '../fetch/http.ts';")).toHaveLength(1);
  expect(violations('src/fetch/http.ts', "import type { A } from '../archive/archive.ts';")).toHaveLength(0);
  expect(violations('src/fetch/http.ts', "import type { A } from '../archive/warc.ts';")).toHaveLength(1);
});
