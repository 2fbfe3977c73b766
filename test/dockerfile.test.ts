import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DockerfileParser, type Instruction } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { expect, test } from 'vitest';

/** Docker runs neither here nor in CI, so the file is read instead. */
const root = join(import.meta.dirname, '..');
const text = readFileSync(join(root, 'Dockerfile'), 'utf8');
const file = DockerfileParser.parse(text);
const instructions = file.getInstructions();
const named = (keyword: string): readonly Instruction[] => instructions.filter((each) => each.getKeyword() === keyword);
const argumentsOf = (instruction: Instruction | undefined): string => instruction?.getArgumentsContent() ?? '';
const last = instructions.findLastIndex((each) => each.getKeyword() === 'FROM');
const final = instructions.slice(last);
const inFinal = (keyword: string): string => argumentsOf(final.findLast((each) => each.getKeyword() === keyword));

test('is a Dockerfile without errors', () => {
  expect(validate(text).map(({ message, range }) => [range.start.line + 1, message])).toEqual([]);
});

test('builds in stages, each from an image of one version', () => {
  const images = file.getFROMs().map((from) => from.getImage() ?? '');
  expect(images.length).toBeGreaterThan(1);
  for (const image of images) expect(image).toMatch(/^node:24\.\d+\.\d+-\w+-slim$/);
});

test('what runs is no root, takes signals, can be asked how it is, and has a browser only when asked for', () => {
  expect(inFinal('USER')).toBe('node');
  expect(inFinal('ENTRYPOINT')).toMatch(/^\["tini", "--", "garner"\]$/);
  expect(inFinal('HEALTHCHECK')).toMatch(/CMD \["garner", "status", "--json"\]$/);
  expect(inFinal('STOPSIGNAL')).toBe('SIGTERM');
  expect(inFinal('VOLUME')).toBe('/project');
  expect(argumentsOf(final.find((each) => each.getKeyword() === 'ARG'))).toBe('CHROMIUM=false');
  expect(inFinal('RUN')).not.toContain('npm');
});

test('installs by the lock alone, and runs no scripts of packages', () => {
  const installs = named('RUN')
    .map(argumentsOf)
    .filter((each) => each.includes('npm'));
  expect(installs).toEqual(['npm ci --ignore-scripts', 'npm ci --omit=dev --ignore-scripts']);
});

test('copies what is there, and nothing that .dockerignore hides', () => {
  const allowed = readFileSync(join(root, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1));
  const sources = named('COPY')
    .filter((each) => !String(each).includes('--from='))
    .map(argumentsOf)
    .flatMap((each) => each.split(' ').slice(0, -1));
  expect(sources.length).toBeGreaterThan(5);
  for (const source of sources.map((each) => each.replace('./', ''))) {
    expect([source, existsSync(join(root, source))]).toEqual([source, true]);
    expect(allowed).toContain(source);
  }
});

test('has all that a command reads', () => {
  const image = mkdtempSync(join(tmpdir(), 'garner-image-'));
  try {
    cpSync(join(root, 'src'), join(image, 'dist'), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(image, 'node_modules'));
    for (const copy of final.filter((each) => each.getKeyword() === 'COPY' && !String(each).includes('--from='))) {
      const paths = argumentsOf(copy).split(' ');
      const to = paths.pop() ?? '';
      for (const from of paths) cpSync(join(root, from), to === './' ? join(image, basename(from)) : join(image, to), { recursive: true });
    }
    const start = join(image, 'dist', 'cli', 'start.ts');
    const { status, stderr } = spawnSync(process.execPath, [start, 'init', join(image, 'project')], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, expect.stringContaining('schemas/crawler.schema.json')]);
  } finally {
    rmSync(image, { recursive: true });
  }
});
