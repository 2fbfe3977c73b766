import type { Chance } from '../chance.ts';
import type { Site } from '../page.ts';
import { indexPage, SiteMaker } from '../site-maker.ts';
import { ccBy } from './licences.ts';
import { byline, guideArticles, MIRRORED, mirrored } from './recycling-guide.ts';

const NAME = 'Yet Another Mirror';

/** Copies the first pages of the recycling guide; `chance` must stand where the guide's stood. It has no robots.txt: 404 means allowed. */
export function mirror(chance: Chance): Site {
  const site = new SiteMaker('mirror.test', 'none');
  const articles = guideArticles(chance).slice(0, MIRRORED);
  const links = articles.map(({ slug, title }) => [`/copies/${slug}.html`, title] as const);
  for (const [n, article] of articles.entries()) {
    const page = { site: NAME, article, related: links.slice(0, 2), footer: ccBy, ...byline(n) };
    site.article(`/copies/${article.slug}.html`, page, { licence: 'CC-BY-4.0', ...mirrored(article.slug) });
  }
  site.article('/', indexPage(NAME, 'en', NAME, links), { outcome: 'unjudged', because: 'the front page' });
  return site.done();
}
