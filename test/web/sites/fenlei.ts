import type { Chance } from '../chance.ts';
import { guide, MATERIALS, notice } from '../compose.ts';
import { encodeText } from '../encode.ts';
import { layOut, relatedTo } from '../layout.ts';
import { html, text, type Site } from '../page.ts';
import { indexPage, robotsTxt, sitemapXml, SiteMaker, truthOf } from '../site-maker.ts';
import { ccZero } from './licences.ts';

const NAME = '分类指南';
const known = { licence: 'CC0-1.0' } as const;

/** A Chinese guide in the public domain; every fourth page is in GB18030, as old servers send it. */
export function fenlei(chance: Chance, notices: number): Site {
  const site = new SiteMaker('fenlei.test');
  const articles = MATERIALS.zh.items.map((item) => guide(MATERIALS.zh, item, chance));
  const links: (readonly [string, string])[] = articles.map(({ slug, title }) => [`/zhinan/${slug}.html`, title]);
  for (const [n, article] of articles.entries()) {
    const related = relatedTo(links, n, [1, 3, 4]);
    const page = { site: NAME, article, related, footer: ccZero, author: '陈小满', published: `2025-1${n % 3}-0${1 + (n % 9)}` };
    const path = `/zhinan/${article.slug}.html`;
    if (n % 4 !== 3) {
      site.article(path, page, known);
      continue;
    }
    const body = encodeText(layOut({ ...page, charset: null }), 'gb18030');
    site.serve(path, { status: 200, headers: [['Content-Type', 'text/html; charset=gb18030']], body }, { ...truthOf(article), ...known });
  }
  for (let n = 0; n < notices; n++) {
    const article = notice('zh', n, chance);
    links.push([`/jianbao/${n}.html`, article.title]);
    site.article(`/jianbao/${n}.html`, { site: NAME, article, footer: ccZero }, known);
  }
  site.article('/', indexPage(NAME, 'zh', NAME, [...links, ['/about', '关于我们']]), { outcome: 'unjudged', because: 'the front page' });
  site.serve('/about', html(layOut({ ...indexPage(NAME, 'zh', '关于我们', []), body: '<p>四位邻居和一屋子瓶子。</p>' })), {
    outcome: 'unjudged',
    because: 'a page of one sentence',
  });
  site.serve('/robots.txt', robotsTxt('User-agent: *', 'Disallow: /houtai/', `Sitemap: ${site.url('/sitemap.xml')}`));
  site.serve(
    '/sitemap.xml',
    text(
      sitemapXml(
        'urlset',
        links.map(([path]) => site.url(path)),
      ),
      'application/xml',
    ),
  );
  return site.done();
}
