import { afterAll, beforeAll, expect, test } from 'vitest';
import { failure, html, type Reply, text } from '../web/page.ts';
import { SiteMaker } from '../web/site-maker.ts';
import { serveSites, type Web } from '../web/web.ts';
import { loopbackSettings, makeProject, outcomesOf, type Project } from './project.ts';

const prose = 'The hall takes paper on Mondays, glass on Tuesdays and metal on the first Friday of every other month, but for holidays. ';
const page = (title: string, body: string, links: readonly string[] = []): Reply =>
  html(
    `<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1><p>${body}</p>${links.map((to) => `<a href="${to}">${to}</a>`).join(' ')}`,
  );

/** A host that answers to everything with the status of a page, and one that is honest and has a text about what is missing. */
const pretender = new SiteMaker('pretender.test');
pretender.serve('/robots.txt', text(''));
pretender.serve('/', page('Hall', prose, ['/hours', '/moved', '/lost', '/about-404']));
pretender.serve('/hours', page('Hours', prose.repeat(2)));
pretender.serve('/about-404', page('404 and its history', `Numbers have histories. ${prose.repeat(3)}`));
pretender.beyond((path) =>
  page('Page not found', `Nothing is here, at ${path}. Go back to the first page, or use the search of the hall.`),
);
const honest = new SiteMaker('honest.test');
honest.serve('/robots.txt', text(''));
honest.serve('/', page('Codex', prose, ['/missing', '/front', '/sold', '/gone']));
honest.serve('/missing', page('The page was not found', `For a hundred years the last page of the codex was sought. ${prose}`));
honest.serve('/front', { ...html('<!doctype html><title>Just a moment...</title>', [['cf-mitigated', 'challenge']]), status: 403 });
honest.serve('/sold', page('sold.test is for sale', 'This domain is for sale!'));
honest.serve('/gone', failure(404, 'Not Found'));

let web: Web;
let project: Project;
beforeAll(async () => {
  web = await serveSites([pretender.done(), honest.done()]);
  project = await makeProject({
    settings: loopbackSettings(web.port),
    crawlers: Object.fromEntries(web.hosts.map((host) => [host, { seeds: [`http://${host}/`], sitemaps: false }])),
  });
});
afterAll(async () => {
  await project.dispose();
  await web.close();
});

test('what only looks like a page is never a document, and a host is asked once what it says of nothing', async () => {
  expect(await project.run('crawl')).toMatchObject({ code: 0 });
  const [run] = await project.records();
  const outcomes = outcomesOf(run!.entries);
  expect(Object.fromEntries([...outcomes].map(([url, outcome]) => [url.slice('http://'.length), outcome]))).toEqual({
    'pretender.test/': 'page',
    'pretender.test/hours': 'page',
    'pretender.test/about-404': 'page',
    'pretender.test/moved': 'refused trap/soft-404',
    'pretender.test/lost': 'refused trap/soft-404',
    'honest.test/': 'page',
    'honest.test/missing': 'page',
    'honest.test/front': 'failed challenge',
    'honest.test/sold': 'refused trap/parked-domain',
    'honest.test/gone': 'failed http-404',
  });
  const nowhere = (host: string): number => web.hits.filter((hit) => hit.host === host && /^\/[0-9a-f]{24}$/.test(hit.path)).length;
  expect([nowhere('pretender.test'), nowhere('honest.test')]).toEqual([1, 1]);
  for (let n = 1; n < web.hits.length; n += 1) expect(web.hits[n]!.underWay).toBe(0);
});
