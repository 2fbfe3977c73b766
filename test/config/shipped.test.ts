import { execFileSync } from 'node:child_process';
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { editorSchemas, schemaText } from '../../src/config/json-schema.ts';
import { withKeyTables } from '../../src/config/key-table.ts';
import { checkConfig } from '../../src/config/load.ts';
import { withMeasureTable } from '../../src/config/quality-measures.ts';
import { problemText } from '../../src/config/problem.ts';
import { crawlersOfTopic } from '../../src/config/selection.ts';

const root = join(import.meta.dirname, '..', '..');

describe('what the project ships', () => {
  test('has no errors, and its topic has crawlers', () => {
    const { config, problems } = checkConfig(root);
    expect(problems.map(problemText)).toEqual([]);
    const topic = config?.topics.get('waste-sorting');
    expect(config === null || topic === undefined ? [] : crawlersOfTopic(config, topic)).toEqual(['wikipedia.org', 'www.gov.uk']);
  });

  test('names no contact: whoever crawls says who they are', () => {
    expect(checkConfig(root).config?.userAgent.contact).toBeUndefined();
  });

  test('the demo has no errors', () => {
    expect(checkConfig(join(root, 'demo'), { GARNER_DEMO_PORT: '8080' }).problems.map(problemText)).toEqual([]);
  });
});

test('the schemas for editors are fresh: npm run schemas writes them', () => {
  const schemas = editorSchemas();
  expect(readdirSync(join(root, 'schemas')).toSorted()).toEqual([...schemas.keys()].toSorted());
  for (const [name, schema] of schemas) expect(readFileSync(join(root, 'schemas', name), 'utf8')).toBe(schemaText(schema));
});

test('every config file tells editors where its schema is', () => {
  const files = globSync(['crawlers/*.yaml', 'config/*.yaml', 'config/{quality,topics}/*.yaml'], { cwd: root });
  expect(files.length).toBeGreaterThan(4);
  for (const file of files) {
    const [, schema = ''] = /^# yaml-language-server: \$schema=(\S+)$/m.exec(readFileSync(join(root, file), 'utf8')) ?? [];
    const kinds = { crawlers: 'crawler', [join('config', 'topics')]: 'topic', [join('config', 'quality')]: 'quality' };
    const kind = kinds[dirname(file)] ?? 'garner';
    expect([file, relative(root, join(root, dirname(file), schema))]).toEqual([file, join('schemas', `${kind}.schema.json`)]);
  }
});

test('so are the tables of the guide, which name every key', () => {
  const guide = readFileSync(join(root, 'docs', 'configuration.md'), 'utf8');
  expect(withKeyTables(guide, editorSchemas())).toBe(guide);
  for (const key of ['scope.exclude', 'licence.evidence', 'userAgent.contact', 'network.allowPrivate', 'refine.deadline', 'title']) {
    expect(guide).toContain(`| \`${key}\` |`);
  }
});

test('the guide to quality has every preset and measure', () => {
  const guide = readFileSync(join(root, 'docs', 'quality.md'), 'utf8');
  expect(withMeasureTable(guide)).toBe(guide);
  for (const name of readdirSync(join(root, 'config', 'quality'))) {
    if (!/^(?:c4-full|fineweb-paper-01)\.yaml$/.test(name)) expect(guide).toContain(`\`${name.replace('.yaml', '')}\``);
  }
});

test('garner check says so', () => {
  const main = join(root, 'src', 'cli', 'main.ts');
  expect(JSON.parse(execFileSync(process.execPath, [main, '--project', root, 'check', '--json'], { encoding: 'utf8' }))).toMatchObject({
    ok: true,
  });
});
