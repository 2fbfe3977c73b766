import { afterAll, beforeAll, expect, test } from 'vitest';
import { html, type Reply, text } from '../web/page.ts';
import { SiteMaker } from '../web/site-maker.ts';
import { serveSites, type Web } from '../web/web.ts';
import { loopbackSettings, makeProject, outcomesOf, type Project } from './project.ts';

const json = (value: unknown): Reply => text(JSON.stringify(value), 'application/json');
const page = (title: string, head = ''): Reply =>
  html(
    `<!doctype html><html lang="en"><title>${title}</title>${head}<h1>${title}</h1><p>${`All about ${title}, and how it is sorted. `.repeat(8)}</p>`,
  );

const wiki = new SiteMaker('wiki.test');
wiki.serve('/robots.txt', text(''));
wiki.serve('/wiki/Main', page('Main', '<link rel="EditURI" type="application/rsd+xml" href="//wiki.test/w/api.php?action=rsd">'));
wiki.serve('/w/api.php', (_, query) => {
  const isFirst = !query.has('apcontinue');
  return json({
    ...(isFirst && { continue: { apcontinue: 'Paper', continue: '-||' } }),
    query: {
      general: { server: '//wiki.test', articlepath: '/wiki/$1' },
      allpages: [{ title: isFirst ? 'Glass jars' : 'Paper' }],
    },
  });
});
for (const title of ['Glass_jars', 'Paper']) wiki.serve(`/wiki/${title}`, page(title));
const other = new SiteMaker('other.test');
other.serve('/robots.txt', text(''));
other.serve('/', page('Other', '<link rel="https://api.w.org/" href="http://other.test/wp-json/">'));

let web: Web;
let project: Project;
beforeAll(async () => {
  web = await serveSites([wiki.done(), other.done()]);
  project = await makeProject({
    settings: loopbackSettings(web.port),
    crawlers: {
      'wiki.test': { seeds: ['http://wiki.test/wiki/Main'], sitemaps: false, listings: true },
      'other.test': { seeds: ['http://other.test/'], sitemaps: false },
    },
  });
});
afterAll(async () => {
  await project.dispose();
  await web.close();
});

test('a wiki lists its pages where its crawler wants that, and nobody else is asked', async () => {
  expect(await project.run('crawl')).toMatchObject({ code: 0 });
  const outcomes = outcomesOf((await project.records())[0]!.entries);
  expect(['Main', 'Glass_jars', 'Paper'].map((title) => outcomes.get(`http://wiki.test/wiki/${title}`))).toEqual(['page', 'page', 'page']);
  expect(web.count('http://wiki.test/w/api.php')).toBe(2);
  expect(web.hits.filter(({ host, path }) => host === 'other.test' && path.startsWith('/wp-json'))).toEqual([]);
});
