import { docxParts, makeZip, paragraph } from '../extract/docx-maker.ts';
import { column, makePdf } from '../extract/pdf-maker.ts';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Manifest } from '../../src/corpus/manifest.ts';
import type { ImportSummary } from '../../src/run/import.ts';
import { digests } from '../corpus/folders.ts';
import { jsonLines, lastEvent, makeProject, type Project } from './project.ts';

const BASE = 'https://handbook.example.org/';
const words = (what: string): string =>
  `Page ${what} of the handbook tells how paper, glass and metal are sorted into their bins, and why. `.repeat(6);
const page = (title: string, head = ''): string =>
  `<!doctype html><html lang="en"><head><title>${title}</title>${head}</head><body><article><h1>${title}</h1><p>${words(title)}</p></article></body></html>`;
const markdown = `---
title: Batteries
author: Jo Hartley
date: 2026-01-02
---
# Batteries

They go to the *shop*, not into the [bin](https://bins.example/).

\`\`\`js
const metal = 'kept';
\`\`\`

| cell | volts |
|---|---|
| AA | 1.5 |

${words('batteries')}
`;

const projects: Project[] = [];
let project: Project;
let documents: string;

async function newProject(): Promise<Project> {
  const made = await makeProject({ settings: { corpus: { format: 'jsonl', quality: 'none' } } });
  projects.push(made);
  return made;
}

async function write(path: string, text: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(documents, path)), { recursive: true });
  await writeFile(join(documents, path), text);
}

const flags = ['--base', BASE, '--licence', 'CC-BY-4.0', '--evidence', 'the imprint of the printed handbook', '--as', 'handbook'];
const imported = async (of: Project, ...args: readonly string[]): Promise<ImportSummary> =>
  lastEvent((await of.run('import', documents, '--json', ...args)).stdout) as ImportSummary;
const build = (of: Project): Promise<Manifest> => of.json<Manifest>('build', 'handbook', '--json');
const rowsOf = async (of: Project, { shards }: Manifest) =>
  (await Promise.all(shards.map(({ path }) => jsonLines(join(of.storage, 'corpora/handbook', path))))).flat();

beforeAll(async () => {
  project = await newProject();
  documents = join(project.folder, 'documents');
  await write('index.html', page('Home'));
  await write('guide/jars & lids.html', page('Jars'));
  await write('guide/batteries.md', markdown);
  await write('paper.txt', `Paper\n\n${words('paper')}`);
  await write('gb.txt', Buffer.from([0xff, 0xfe, ...Buffer.from(words('wide'), 'utf16le')]));
  await write('kept-back.html', page('Kept back', '<meta name="robots" content="noai">'));
  await write('photo.jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]));
  await write('a.xlsx', 'PK');
  await write('manual.pdf', makePdf([column(60, 700, ['This manual says how to', 'sort what is left.'])], { Title: 'The manual' }));
  await write('letter.docx', makeZip(docxParts(paragraph('A letter to all households about bins.'))));
  await write('.git/config', 'x');
  await symlink('/etc/hostname', join(documents, 'outside.txt'));
});
afterAll(async () => {
  for (const each of projects) await each.dispose();
});

describe('importing documents', () => {
  test('a dry run tells their addresses, and changes nothing', async () => {
    const { stdout, code } = await project.run('import', documents, ...flags, '--dry-run');
    expect(code).toBe(0);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.split('\t')[0]!.slice(BASE.length))
        .sort(),
    ).toEqual([
      '',
      'gb.txt',
      'guide/batteries.md',
      'guide/jars%20%26%20lids.html',
      'kept-back.html',
      'letter.docx',
      'manual.pdf',
      'paper.txt',
    ]);
    await expect(readFile(join(project.storage, 'ledger.db'))).rejects.toThrow('ENOENT');
    await expect(readFile(join(project.folder, 'config/imports/handbook.yaml'))).rejects.toThrow('ENOENT');
  });

  test('their rows have the licence that was stated, with who stated it', async () => {
    expect(await imported(project, ...flags)).toMatchObject({ finished: true, added: 8, changed: 0, unchanged: 0 });
    const manifest = await build(project);
    // What a document says to crawlers counts, unless they are said to be one's own.
    expect(manifest.counts).toMatchObject({ kept: 7, dropped: { 'rights/noai': 1 } });
    const rows = await rowsOf(project, manifest);
    for (const row of rows) {
      expect(row).toMatchObject({ license: 'CC-BY-4.0', host: 'handbook.example.org' });
      expect(String(row['license_evidence'])).toMatch(/import handbook/);
    }
    const batteries = rows.find(({ url }) => url === `${BASE}guide/batteries.md`);
    expect(batteries).toMatchObject({ title: 'Batteries', author: 'Jo Hartley', published: '2026-01-02' });
    expect(String(batteries!['markdown'])).toContain("```js\nconst metal = 'kept';\n```");
    expect(String(batteries!['text'])).not.toMatch(/\]\(|\*shop\*/);
    expect(String(rows.find(({ url }) => url === `${BASE}gb.txt`)!['text'])).toMatch(/^Page wide of the handbook/);
    expect(rows.find(({ url }) => url === `${BASE}manual.pdf`)).toMatchObject({
      title: 'The manual',
      text: 'This manual says how to sort what is left.',
    });
    expect(rows.find(({ url }) => url === `${BASE}letter.docx`)).toMatchObject({ text: 'A letter to all households about bins.' });
    expect((await project.run('verify')).code).toBe(0);
  });

  test('again, only what has changed is taken; what is gone stays, unless it is withdrawn', async () => {
    // What was stated stands in config/imports/, and need not be said again.
    expect(await imported(project, '--as', 'handbook')).toMatchObject({ added: 0, changed: 0, unchanged: 8 });
    expect((await build(project)).generation).toBe(1);
    await write('paper.txt', `Paper\n\n${words('new paper')}`);
    await rm(join(documents, 'guide/jars & lids.html'));
    expect(await imported(project, '--as', 'handbook')).toMatchObject({ changed: 1, unchanged: 6, gone: 1, withdrawn: 0 });
    const second = await build(project);
    expect(second).toMatchObject({ generation: 2, counts: { kept: 7 } });
    expect(await imported(project, '--as', 'handbook', '--prune')).toMatchObject({ gone: 1, withdrawn: 1 });
    const third = await build(project);
    expect(third.counts).toMatchObject({ kept: 6, dropped: { 'rights/withdrawn': 1 } });
    const texts = (await rowsOf(project, third)).map(({ text }) => String(text)).join('\n');
    expect(texts).toContain('new paper');
    expect(texts).not.toContain('Page Jars');
    const explained = await project.json<{ verdict: string }>('explain', `${BASE}guide/jars%20%26%20lids.html`, '--json');
    expect(explained.verdict).toMatch(/dropped by rights\/withdrawn/);
    await project.json('gc', '--keep', '1', '--all', '--json');
    expect((await project.run('verify')).code).toBe(0);
    expect(await build(project)).toMatchObject({ generation: 3 });
  });

  test('a topic takes them together with what was crawled', async () => {
    await project.write('config/topics/all.yaml', { title: 'All', crawlers: ['handbook'] });
    expect((await project.json<Manifest>('build', 'all', '--json')).counts.kept).toBe(6);
  });

  test('the same documents give the same shards, wherever they are imported', async () => {
    const [one, other] = [await newProject(), await newProject()];
    const ids: string[][] = [];
    for (const each of [one, other]) {
      await imported(each, ...flags);
      ids.push((await rowsOf(each, await build(each))).map(({ id, text }) => `${String(id)} ${String(text)}`));
    }
    expect(ids[0]).toEqual(ids[1]);
    expect(Object.keys(digests(join(one.storage, 'corpora/handbook'))).length).toBeGreaterThan(3);
  });

  test.each([
    [['--base', BASE], /--licence is missing/],
    [['--base', BASE, '--licence', 'CC-BY-4'], /did you mean CC-BY-4\.0/],
    [['--licence', 'CC0-1.0'], /--base is missing/],
  ])('%j is told', async (args, told) => {
    const ended = await (await newProject()).run('import', documents, ...args);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(told);
  });
});
