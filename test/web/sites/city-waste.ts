import type { Chance } from '../chance.ts';
import { journey, MATERIALS } from '../compose.ts';
import { layOut, relatedTo } from '../layout.ts';
import { html, type Site } from '../page.ts';
import { indexPage, robotsTxt, SiteMaker } from '../site-maker.ts';
import { allRightsReserved } from './licences.ts';

const NAME = 'City Waste Department';

/** A town's pages, all rights reserved, with a calendar that never ends. */
export function cityWaste(chance: Chance): Site {
  const site = new SiteMaker('city-waste.test', 'last-modified');
  const articles = MATERIALS.en.items.map((item) => journey(MATERIALS.en, item, chance));
  const links = articles.map(({ slug, title }) => [`/journey/${slug}`, title] as const);
  for (const [n, article] of articles.entries()) {
    const related = relatedTo(links, n, [2, 3]);
    site.article(`/journey/${article.slug}`, {
      site: NAME,
      article,
      related: [...related, ['/calendar/2026/11', 'Collection calendar']],
      footer: allRightsReserved,
    });
  }
  const home = indexPage(NAME, 'en', NAME, [...links, ['/calendar/2026/11', 'Collection calendar'], ['/about', 'About us']]);
  site.article('/', home, { outcome: 'unjudged', because: 'the front page' });
  site.article('/about', indexPage(NAME, 'en', 'About us', []), { outcome: 'unjudged', because: 'an empty page' });
  site.serve('/robots.txt', robotsTxt('# Be kind, the server is older than the mayor.', 'User-agent: *', 'Allow: /', 'Crawl-delay: 0.02'));
  site.expect('/calendar/2026/11', { outcome: 'unjudged', because: 'an endless calendar, which scope or limits must bound' });
  site.beyond((path) => calendar(path));
  return site.done();
}

/** Every month has a next and a previous one. */
function calendar(path: string): ReturnType<typeof html> | null {
  const [, year, month] = /^\/calendar\/(\d{1,6})\/(\d{1,2})$/.exec(path) ?? [];
  if (year === undefined || month === undefined) return null;
  const index = Number(year) * 12 + Number(month) - 1;
  const link = (at: number, label: string): readonly [string, string] => [`/calendar/${Math.floor(at / 12)}/${(at % 12) + 1}`, label];
  const page = indexPage(NAME, 'en', `Collections in ${month}/${year}`, [link(index - 1, 'Previous'), link(index + 1, 'Next')]);
  return html(layOut({ ...page, footer: allRightsReserved }));
}
