import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Manifest } from '../../src/corpus/manifest.ts';
import { html } from '../web/page.ts';
import { robotsTxt, SiteMaker } from '../web/site-maker.ts';
import { serveSites, type Web } from '../web/web.ts';
import { jsonLines, loopbackSettings, makeProject, type Project } from './project.ts';

const HOST = 'city.test';
const MENU = 'Opening hours and holidays of the depots';
const QUIZ = 'Which of the seven bins of the old town takes the broken porcelain that no jar bank accepts any longer?';

const page = (title: string, paragraphs: readonly string[], links: readonly string[] = []): string =>
  `<!doctype html><html lang="en"><head><title>${title}</title></head><body><article><h1>${title}</h1><p>${MENU}</p>${paragraphs.map((each) => `<p>${each}</p>`).join('')}</article>
<nav>${links.map((path) => `<a href="${path}">${path.slice(1)}</a> `).join('')}</nav></body></html>`;

const things = ['paper', 'glass', 'metal', 'plastic', 'clothes', 'batteries', 'paint', 'wood'];
/** What one would write about a kind of waste: long enough to be compared, and another text for each. */
const about = (what: string, n: number): readonly string[] => [
  `In the ${n + 3}rd week of the year the depot on the north side began to weigh the ${what} that people carry there, and a clerk wrote every figure into a ledger.`,
  `Most ${what} comes on Saturdays, tied in bundles of about ${n * 7 + 5} kilograms; what is wet or torn stays outside the gate until somebody has dried, sorted and folded it with care.`,
  `Recycling of ${what} pays for itself when fewer than ${n + 2} in a hundred pieces are of the wrong kind, which is why a poster beside gate ${n} shows what belongs in the container and what does not.`,
];
const paths = things.map((what) => `/${what}`);

/** The site in a week; a fifth of its pages change from one to the next. */
function siteIn(week: number) {
  const site = new SiteMaker(HOST);
  site.serve('/robots.txt', robotsTxt('User-agent: *', 'Allow: /'));
  site.serve(
    '/',
    html(
      page(
        'Depots',
        ['All that the depots of the city take in, one page for each kind of waste and of recycling.'],
        [...paths, '/copy', '/german', '/off', '/quiz', '/blocked'],
      ),
    ),
  );
  for (const [n, what] of things.entries()) {
    const more = week > 0 && n < 2 ? ['Since this week the gate closes at noon.'] : [];
    const contact = n === 3 ? ['Ask for recycling at depot@example.com or +49 30 901820.'] : [];
    site.serve(`/${what}`, html(page(`About ${what}`, [...about(what, n), ...contact, ...more])));
  }
  site.serve(
    '/copy',
    html(
      page(
        'About wood',
        about('wood', 7).map((each) => each.replace('carry there', 'bring there')),
      ),
    ),
  );
  site.serve(
    '/german',
    html(
      page('Recycling', [
        'Die Stadt sammelt Papier, Glas und Metall getrennt, und wer die Recycling-Behälter verwechselt, bekommt eine Karte mit einem roten Punkt.',
      ]),
    ),
  );
  site.serve(
    '/off',
    html(
      page('Concerts', [
        'On Sunday the brass band plays on the square in front of the town hall, and the choir of the school sings three songs by the river.',
      ]),
    ),
  );
  site.serve(
    '/quiz',
    html(page('Recycling quiz', [`The first question about recycling is this one: ${QUIZ} Nobody in the room knew the answer.`])),
  );
  site.serve('/blocked', html(page('Recycling casino', ['Recycling is won here by those who bet on the right container.'])));
  return site.done();
}

let web: Web;
let project: Project;
let first: Manifest;
let rows: readonly Record<string, unknown>[];
let rejected: readonly Record<string, unknown>[];

const read = (shards: Manifest['shards']): Promise<readonly Record<string, unknown>[]> =>
  Promise.all(shards.map(({ path }) => jsonLines(join(project.storage, 'corpora/depots', path)))).then((each) => each.flat());
const at = (path: string): Record<string, unknown> | undefined => rows.find(({ url }) => url === `http://${HOST}${path}`);
const lost = (path: string): string => {
  const row = rejected.find(({ url }) => url === `http://${HOST}${path}`);
  return row === undefined ? 'kept' : `${String(row['stage'])}/${String(row['rule'])}: ${String(row['because'])}`;
};

beforeAll(async () => {
  web = await serveSites([siteIn(0)]);
  project = await makeProject({
    settings: { ...loopbackSettings(web.port), corpus: { format: 'jsonl' }, benchmarks: ['quiz.txt'], blocklists: ['blocked.txt'] },
    crawlers: { [HOST]: { seeds: [`http://${HOST}/`], sitemaps: false } },
  });
  await project.write('quiz.txt', `${QUIZ}\n`);
  await project.write('blocked.txt', `# games\n${HOST}/blocked\n`);
  await project.write('config/topics/depots.yaml', {
    title: 'Depots',
    crawlers: [HOST],
    languages: ['en'],
    terms: { en: { recycling: 3, waste: 2, container: 1, depot: 1 } },
    minimumScore: 0.2,
  });
  await project.json('crawl', '--topic', 'depots', '--json');
  first = await project.json<Manifest>('build', 'depots', '--json');
  [rows, rejected] = [await read(first.shards), await read(first.rejected)];
}, 180_000);
afterAll(async () => {
  await project.dispose();
  await web.close();
});

describe('a corpus', () => {
  test('has no line that the host repeats, in plain text or Markdown', () => {
    expect(rows.length).toBeGreaterThanOrEqual(8);
    for (const { text, markdown } of rows) expect(`${String(text)}${String(markdown)}`).not.toContain(MENU);
    expect(first.furniture).toMatchObject([{ rows: 1 }]);
  });

  test('tells of each document its language, measures, tokens and score', () => {
    expect(at('/glass')).toMatchObject({ language: 'en', declared_language: 'en', topic: 'depots' });
    expect(at('/glass')!['language_score']).toBeGreaterThan(0.65);
    expect(at('/glass')!['token_count']).toBeGreaterThan(60);
    expect(at('/glass')!['topic_score']).toBeGreaterThan(0.2);
    expect(JSON.parse(String(at('/glass')!['quality']))).toMatchObject({ words: expect.any(Number), sentences: 4 });
  });

  test('has personal data masked, and says how much there was', () => {
    const { text, markdown, masked } = at('/plastic')!;
    for (const written of [text, markdown]) expect(written).toMatch(/Ask for recycling at <EMAIL> or <PHONE>\./);
    expect(JSON.parse(String(masked))).toEqual({ email: 1, phone: 1 });
  });

  test('tells of all else why it is not there', () => {
    const wood = [at('/wood'), at('/copy')].filter((row) => row !== undefined);
    expect(wood).toMatchObject([{ duplicates: 1 }]);
    expect([lost('/wood'), lost('/copy')].filter((why) => why !== 'kept')).toEqual([
      expect.stringMatching(new RegExp(`^dedup/near: \\d\\d % like ${String(wood[0]!['id'])}, `)),
    ]);
    expect(lost('/german')).toMatch(/^language\/not-wanted: de \([01]\.\d\d\); wanted: en$/);
    expect(lost('/off')).toMatch(/^topic\/off-topic: scores 0\.\d+, at least 0\.2 is asked for$/);
    expect(lost('/quiz')).toMatch(/^quality\/contaminated: shares “.*broken porcelain.*” with line 1 of quiz\.txt$/);
  });

  test('takes nothing from an address on a block list, and nobody asked for it', async () => {
    expect(web.hits.map(({ path }) => path)).not.toContain('/blocked');
    const explained = await project.run('explain', `http://${HOST}/blocked`);
    expect(explained.stdout).toContain('scope/blocked');
    expect(explained.stdout).toContain('blocked.txt:2');
    const unseen = await project.run('explain', `http://${HOST}/blocked/unseen`);
    expect(unseen.stdout).toMatch(/^✗ scope +on a block list\n/m);
    expect(unseen.stdout).toMatch(/\/blocked\/unseen will not be fetched: on a block list \(.*blocked\.txt:2\)\.\n$/);
  });

  test('is explained though a block list cannot be read', async () => {
    await project.write('blocked.txt', `${HOST}/blocked\n???\n`);
    const { code, stdout } = await project.run('explain', `http://${HOST}/unseen`);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\? scope +no crawl begins before the block lists can be read\n.*blocked\.txt:2:1/m);
    expect(stdout).toMatch(/^✓ scope +wanted by crawler/m);
    expect(stdout).toMatch(/\/unseen has not been fetched: no crawl begins before the block lists can be read\.\n$/);
    await project.write('blocked.txt', `# games\n${HOST}/blocked\n`);
  });
});

test(
  'after another crawl the newest texts stand, nothing is a duplicate of itself, and the card shows both dumps',
  { timeout: 120_000 },
  async () => {
    await web.close();
    web = await serveSites([siteIn(1)]);
    await project.write('config/garner.yaml', {
      ...loopbackSettings(web.port),
      corpus: { format: 'jsonl' },
      benchmarks: ['quiz.txt'],
      blocklists: ['blocked.txt'],
    });
    await project.json('crawl', '--topic', 'depots', '--json');
    const second = await project.json<Manifest>('build', 'depots', '--json');
    const now = await read(second.shards);
    expect(second.counts.kept).toBe(first.counts.kept);
    expect(second.counts.dropped['dedup/superseded']).toBe(2);
    const changed = now.filter(({ text }) => String(text).includes('the gate closes at noon'));
    expect(changed.map(({ url }) => String(url)).toSorted()).toEqual([`http://${HOST}/glass`, `http://${HOST}/paper`]);
    const dumps = [...new Set(now.map(({ dump }) => String(dump)))];
    expect(dumps).toHaveLength(2);
    const card = await readFile(join(project.storage, 'corpora/depots/README.md'), 'utf8');
    for (const dump of dumps) expect(card).toContain(dump);
  },
);
