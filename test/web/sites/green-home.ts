import type { Chance } from '../chance.ts';
import { journey, MATERIALS, type Article } from '../compose.ts';
import { escape, relatedTo } from '../layout.ts';
import { text, type Site } from '../page.ts';
import { indexPage, robotsTxt, SiteMaker } from '../site-maker.ts';

const NAME = '绿色之家博客';

/** A Chinese blog on a subdomain, with a feed; its two newest posts are linked from nowhere else. */
export function greenHome(chance: Chance): Site {
  const site = new SiteMaker('blog.green-home.test');
  const articles = MATERIALS.zh.items.map((item) => journey(MATERIALS.zh, item, chance));
  const links = articles.map(({ slug, title }) => [`/posts/${slug}/`, title] as const);
  const linked = links.slice(2);
  const head = '<link rel="alternate" type="application/rss+xml" title="RSS" href="/feed.xml">';
  for (const [n, article] of articles.entries()) {
    const related = relatedTo(linked, n, [1, 2]);
    const because = n < 2 ? 'an article that only the feed names' : 'an article';
    const page = {
      site: NAME,
      article,
      related,
      head,
      author: '林一诺',
      published: `2026-10-${String(28 - n).padStart(2, '0')}T08:30:00+08:00`,
    };
    site.article(`/posts/${article.slug}/`, page, { because });
  }
  site.article('/', { ...indexPage(NAME, 'zh', NAME, linked), head }, { outcome: 'unjudged', because: 'the front page' });
  site.serve('/feed.xml', text(rss(site, articles), 'application/rss+xml; charset=utf-8'));
  site.serve('/robots.txt', robotsTxt('User-agent: *', 'Disallow:'));
  return site.done();
}

function rss(site: SiteMaker, articles: readonly Article[]): string {
  const items = articles.map(
    ({ slug, title }) => `<item><title>${escape(title)}</title><link>${site.url(`/posts/${slug}/`)}?utm_source=rss</link></item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>${NAME}</title><link>${site.url('/')}</link><description>${NAME}</description>\n${items.join('\n')}\n</channel></rss>\n`;
}
