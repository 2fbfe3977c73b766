import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { openEngines } from '../../src/run/engines.ts';
import { labelsOf } from '../../src/run/topic-labels.ts';
import { crawl } from '../../src/run/crawl.ts';
import { loopbackSettings, makeProject, type Project } from '../cli/project.ts';
import { treeSite } from '../cli/tree-site.ts';
import { serveSites, type Web } from '../web/web.ts';

let web: Web;
let project: Project;
beforeAll(async () => {
  web = await serveSites([treeSite('tree.test', 3, 1)]);
  project = await makeProject({
    settings: loopbackSettings(web.port),
    crawlers: { 'tree.test': { seeds: ['http://tree.test/'], sitemaps: false } },
  });
  await project.write('good/one.txt', 'Bees live in hives.\n\nThey make honey.');
  await project.write('good/below/two.md', '# Swarms\n\nA swarm looks for a new home.');
  await project.write('good/picture.png', 'no document');
  await project.write('bad.txt', 'Ships live in harbours.');
  await project.write('config/topics/bees.yaml', {
    title: 'Bees',
    crawlers: ['tree.test'],
    terms: { en: { bee: 1 } },
    examples: ['good', 'http://tree.test/1', 'http://tree.test/never'],
    counterExamples: ['bad.txt'],
  });
});
afterAll(() => Promise.all([web.close(), project.dispose()]));

test('examples are pages as they were crawled, and files as they are', async () => {
  const config = loadConfig(project.folder);
  const engines = await openEngines(config, 'test');
  try {
    await crawl(config, engines, { crawlers: ['tree.test'] });
    const { labelled, missing } = await labelsOf(config, engines, config.topics.get('bees')!);
    expect(labelled.map(({ document: { title, url }, relevant }) => [title, url, relevant])).toEqual([
      ['Swarms', '', true],
      [null, '', true],
      [expect.any(String), 'http://tree.test/1', true],
      [null, '', false],
    ]);
    expect(labelled[1]!.document.text).toBe('Bees live in hives.\n\nThey make honey.');
    expect(labelled[2]!.document.text.length).toBeGreaterThan(100);
    expect(missing).toEqual(['http://tree.test/never: no crawler has fetched it']);
  } finally {
    await engines.close();
  }
}, 60_000);
