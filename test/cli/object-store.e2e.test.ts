import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectSchema } from '../../src/config/project.ts';
import type { Manifest } from '../../src/corpus/manifest.ts';
import { openObjects } from '../../src/objects/open.ts';
import { query } from '../corpus/duckdb.ts';
import { cephIsThere, startCeph, type TestCeph } from '../objects/ceph.ts';
import { startObjectStore, type TestObjectStore } from '../objects/store.ts';
import { serveSites, type Web } from '../web/web.ts';
import { SECRET, sitesIn, STEADY, tracesOf } from './forgetting.ts';
import { loopbackSettings, makeProject, type Project } from './project.ts';

const PAGE = `http://${STEADY}/2`;

let web: Web;
let store: TestCeph | TestObjectStore;
const machines: Project[] = [];

/** A machine with a folder of its own. */
async function machine(): Promise<Project> {
  const made = await makeProject({
    settings: { ...loopbackSettings(web.port), objects: store.settings(), corpus: { quality: 'none', furniture: false } },
    crawlers: { [STEADY]: { seeds: [`http://${STEADY}/`], sitemaps: false, feeds: [`http://${STEADY}/feed.xml`] } },
  });
  machines.push(made);
  return made;
}

/** All that is in the store, as files. */
async function dumped(): Promise<string> {
  const folder = join(machines[0]!.folder, 'dump');
  await rm(folder, { recursive: true, force: true });
  const objects = await openObjects(projectSchema.parse({ objects: store.settings() }).objects);
  for await (const { key } of objects!.list('')) {
    await mkdir(dirname(join(folder, key)), { recursive: true });
    await writeFile(join(folder, key), (await objects!.get(key)) ?? '');
  }
  await objects!.close();
  return folder;
}

beforeAll(async () => {
  web = await serveSites(sitesIn(0));
  store = await (cephIsThere() ? startCeph() : startObjectStore());
});

afterAll(async () => {
  for (const each of machines) await each.dispose();
  await store.close();
  await web.close();
});

test('a corpus that one machine has built and cleaned is there for another one with an empty folder', async () => {
  const [one, other] = [await machine(), await machine()];
  expect((await one.run('crawl')).code).toBe(0);
  const built = await one.json<Manifest>('build', STEADY, '--json');
  expect(built.counts.kept).toBeGreaterThan(3);

  const found = await other.run('inspect', STEADY, '--search', 'numbatnumbat bottles', '--json');
  expect(
    found.stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { url: string }).url),
  ).toEqual([PAGE]);
  expect(existsSync(join(other.storage, 'corpora', STEADY, 'data')), 'it was read by ranges').toBe(false);

  expect((await other.run('explain', PAGE)).code).toBe(0);
  const before = await dumped();
  const shards = join(before, 'corpora', STEADY, 'data', '*', '*.parquet');
  expect(await query(`SELECT count(*)::INT AS n FROM read_parquet('${shards}')`)).toEqual([{ n: built.counts.kept }]);
  expect((await tracesOf(before, [SECRET])).filter((where) => /^(?:corpora|refined|journals)/.test(where)).length).toBeGreaterThan(3);

  await one.write('secret.txt', SECRET);
  const forgot = await one.json<{ receipts: { id: string }[] }>(
    'forget',
    '--text',
    join(one.folder, 'secret.txt'),
    '--erase',
    '--yes',
    '--json',
  );
  const after = await dumped();
  expect(await tracesOf(after, [SECRET])).toEqual([]);
  expect(existsSync(join(after, 'forgotten', `${forgot.receipts[0]!.id}.json`))).toBe(true);

  const explained = await other.json<{ findings: { step: string; text: string }[] }>('explain', PAGE, '--json');
  expect(explained.findings.find(({ step }) => step === 'removal')?.text).toMatch(/^forgotten/);
  expect(await tracesOf(join(other.storage, 'corpora'), [SECRET])).toEqual([]);
  expect((await tracesOf(other.storage, [SECRET])).join()).toContain('ledger.db');
  expect((await other.run('gc', '--all')).code).toBe(0);
  expect(await tracesOf(other.storage, [SECRET])).toEqual([]);
});
