import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeProject, type Project } from './project.ts';

let project: Project;
beforeAll(async () => {
  project = await makeProject({ settings: { userAgent: { contact: 'mailto:me@example.org' } } });
});
afterAll(() => project.dispose());

test.each([
  [['verify', 'nobody'], 2, /^garner: no corpus is called nobody; `garner status` lists them\n$/],
  [['verify'], 0, /^nothing is stored yet\n$/],
  [['crawl'], 2, /^garner: there is no crawler in \S+\/crawlers: `garner init --site URL` writes one\n$/],
  [['report'], 2, /^garner: there is no run yet: `garner crawl` begins one\n$/],
  [['report', 'nobody'], 2, /^garner: no corpus or run is called nobody;/],
  [['fetch', '--pages', '3', 'http://a.test/'], 2, /^garner: --pages goes with --site\n$/],
  [['fetch', '--json', 'http://a.test/'], 2, /^garner: --json goes with --site; one page is printed as JSON by --format json\n$/],
  [
    ['fetch', '--pages', '-3', 'http://a.test/'],
    2,
    /^error: option '--pages <count>' argument '-3' is invalid\. Give a whole number from 1\.\n$/,
  ],
  [
    ['import', '.', '--licence', 'CC0-1.0', '--base', 'http://a.test/', '--include', 'docs/**'],
    2,
    /^garner: --include: a glob must start with \/ or \*/,
  ],
] as const)('garner %s', async (args, code, told) => {
  expect(await project.run(...args)).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(told) });
});

test('who only looks makes no storage folder', async () => {
  const bare = await makeProject({ settings: {} });
  try {
    expect(await bare.run('verify')).toMatchObject({ code: 0, stderr: 'nothing is stored yet\n' });
    expect(await bare.run('verify', '--json')).toMatchObject({ code: 0, stdout: '{"ok":true,"looked":{},"faults":[]}\n' });
    expect(await bare.run('gc', '-n')).toMatchObject({ code: 0, stderr: 'Nothing to remove.\n' });
    expect(existsSync(bare.storage)).toBe(false);
  } finally {
    await bare.dispose();
  }
});

test('a contact is asked for only where the project has none', async () => {
  const told = /Set userAgent\.contact/;
  const known = await project.run('init', project.folder);
  expect([known.code, known.stderr]).toEqual([0, expect.not.stringMatching(told)]);
  expect((await project.run('init', join(project.folder, 'other'))).stderr).toMatch(told);
});

test('a file in the place of a folder is no bug, and doctor sees it', async () => {
  const settings = join(project.folder, 'config/garner.yaml');
  const before = await readFile(settings, 'utf8');
  await writeFile(settings, JSON.stringify({ storage: 'config/garner.yaml' }));
  const doctor = await project.run('doctor');
  expect([doctor.code, doctor.stdout]).toEqual([
    4,
    expect.stringMatching(/^!! {2}storage {2}\S+garner\.yaml is a file\n +Set another `storage`/m),
  ]);
  const status = await project.run('status');
  expect([status.code, status.stderr]).toEqual([5, expect.stringMatching(/^garner: ENOTDIR: .*\. A file stands where a folder should be/)]);
  await writeFile(settings, before);
});

test('a build as of a time before all captures leaves the corpus as it is', async () => {
  await project.write('notes/a.txt', 'Glass goes to the green bin, and paper to the blue one, dry and flat.\n');
  expect((await project.run('import', join(project.folder, 'notes'), '--licence', 'CC0-1.0', '--base', 'https://a.test/')).code).toBe(0);
  expect((await project.run('build', 'notes')).code).toBe(0);
  expect(await project.run('build', 'notes', '--as-of', '2020-01-01')).toMatchObject({
    code: 8,
    stderr: 'garner: nothing of notes had been fetched by 2020-01-01T00:00:00.000Z: nothing was built\n',
  });
  expect(await readFile(join(project.storage, 'corpora/notes/manifest.json'), 'utf8')).toContain('"generation": 1,');
});

test('a corpus of which nothing is configured any longer is told how to be built', async () => {
  await rm(join(project.folder, 'config/imports/notes.yaml'));
  expect(await project.run('build', 'notes')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(
      /^garner: there is a corpus notes, and no topic, crawler or import of this name: give the `garner fetch --site URL` or `garner import` again/,
    ) as string,
  });
});

test('help fits a terminal, and tells defaults as they are written', async () => {
  const help = await project.run('--help');
  expect(help.stdout.split('\n').filter((line) => stringWidth(line) > 80)).toEqual([]);
  expect(help.stdout).toMatch(/\n {2}8 {4}nothing was gathered\n/);
  const { stdout } = await project.run('export', '--help');
  expect(stdout).toMatch(/\(default:\s+100MB\)/);
  expect(stdout).not.toMatch(/default:\s+(?:\[\]|\{\}|"")/);
});

test('work goes on when nobody reads the messages any longer', async () => {
  const { child, ended } = project.start('check');
  ended.catch(() => undefined);
  child.stderr?.destroy();
  await once(child, 'exit');
  expect(child.exitCode).toBe(0);
});
