import { expect, test } from 'vitest';
import { html, text } from '../web/page.ts';
import { robotsTxt, SiteMaker } from '../web/site-maker.ts';
import { serveSites } from '../web/web.ts';
import { loopbackSettings, makeProject } from './project.ts';

const words = '<p>It tells how paper, glass and metal are sorted into their bins, and why.</p>'.repeat(12);
const terms = (usage: string): string =>
  `<rsl xmlns="https://rslstandard.org/rsl"><content url="http://page.test/"><license>${usage}</license></content></rsl>`;

test('recheck --live asks other hosts for their terms anew, however lately they were asked', { timeout: 60_000 }, async () => {
  const page = new SiteMaker('page.test');
  page.serve('/robots.txt', robotsTxt('License: http://terms.test/l.xml', 'User-agent: *', 'Allow: /'));
  page.serve('/', html(`<html lang="en"><head><title>Bins</title></head><body><article>${words}</article></body></html>`));
  const server = new SiteMaker('terms.test');
  server.serve('/l.xml', (nth) =>
    text(terms(nth === 1 ? '<permits type="usage">all</permits>' : '<prohibits type="usage">ai-train</prohibits>'), 'application/rsl+xml'),
  );
  const web = await serveSites([page.done(), server.done()]);
  const project = await makeProject({
    settings: { ...loopbackSettings(web.port), corpus: { format: 'jsonl' } },
    crawlers: { bins: { seeds: ['http://page.test/'], scope: { hosts: ['page.test'] } } },
  });
  try {
    await project.json('crawl', 'bins', '--json');
    expect(await project.json('build', 'bins', '--json')).toMatchObject({ counts: { captured: 1, kept: 1 } });
    const { code, stdout } = await project.run('recheck', 'bins', '--live', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ url: 'http://page.test/', rule: 'rights/rsl' });
    expect(web.count('http://terms.test/l.xml')).toBe(2);
  } finally {
    await project.dispose();
    await web.close();
  }
});
