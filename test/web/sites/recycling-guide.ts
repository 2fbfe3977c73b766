import { gzipSync } from 'node:zlib';
import type { Chance } from '../chance.ts';
import { guide, MATERIALS, notice, type Article } from '../compose.ts';
import { failure, html, redirect, text, type Expectation, type Reply, type Site } from '../page.ts';
import { indexPage, robotsTxt, sitemapXml, SiteMaker, truthOf } from '../site-maker.ts';
import { layOut, relatedTo, type Link } from '../layout.ts';
import { ccBy } from './licences.ts';

const NAME = 'The Recycling Guide';
const byLicence = { licence: 'CC-BY-4.0' } as const;

/** How many of the guide's pages another host has copied. */
export const MIRRORED = 8;

export const guideArticles = (chance: Chance): readonly Article[] => MATERIALS.en.items.map((item) => guide(MATERIALS.en, item, chance));

export const byline = (n: number): { author: string; published: string } => ({
  author: 'Jo Hartley',
  published: `2026-0${1 + (n % 9)}-1${n % 9}`,
});

export const mirrored = (slug: string): Pick<Expectation, 'outcome' | 'because' | 'sameAs'> => ({
  outcome: 'duplicate',
  because: 'the same article stands on two hosts',
  sameAs: [`http://recycling-guide.test/how-to/${slug}`, `http://mirror.test/copies/${slug}.html`],
});

/** An English guide under CC BY with everything that ordinary sites have, and most of what goes wrong on them. */
export function recyclingGuide(chance: Chance, notices: number): Site {
  const site = new SiteMaker('recycling-guide.test');
  const articles = guideArticles(chance);
  const links = articles.map(({ slug, title }) => [`/how-to/${slug}`, title] as const);
  for (const [n, article] of articles.entries()) {
    const related = relatedTo(links, n, [1, 2, 5]).map(([href, label]) => [`${href}?utm_source=related&fbclid=x${n}`, label] as const);
    const known = n < MIRRORED ? { ...byLicence, ...mirrored(article.slug) } : byLicence;
    site.article(`/how-to/${article.slug}`, { site: NAME, article, related, footer: ccBy, ...byline(n) }, known);
  }
  const kinds = ['recyclable', 'food', 'hazardous', 'residual'] as const;
  for (const kind of kinds) {
    const own = links.filter((_, n) => MATERIALS.en.items[n]?.kind === kind);
    site.article(`/bins/${kind}`, indexPage(NAME, 'en', `The bin for ${kind} things`, own), { outcome: 'unjudged', because: 'a listing' });
  }
  const noticeLinks: (readonly [string, string])[] = [];
  for (let n = 0; n < notices; n++) {
    const article = notice('en', n, chance);
    noticeLinks.push([`/notices/${n}`, article.title]);
    site.article(`/notices/${n}`, { site: NAME, article, footer: ccBy }, byLicence);
  }
  trouble(site);
  const home: readonly Link[] = [
    ['/about', 'About us'],
    ...kinds.map((kind) => [`/bins/${kind}`, `Bin: ${kind}`] as const),
    ...troubleLinks,
    ...noticeLinks,
  ];
  const honeypot = '<a href="/honeypot/members" style="display:none" tabindex="-1">members</a>';
  const front = indexPage(NAME, 'en', NAME, home);
  site.serve('/', html(layOut({ ...front, body: `${front.body ?? ''}${honeypot}` })), { outcome: 'unjudged', because: 'the front page' });
  site.serve(
    '/about',
    html(layOut({ ...indexPage(NAME, 'en', 'About us', []), body: '<p>Four neighbours and a cellar full of jars.</p>' })),
    {
      outcome: 'unjudged',
      because: 'a page of one sentence',
    },
  );
  discovery(site, links, noticeLinks);
  return site.done();
}

function discovery(site: SiteMaker, links: readonly (readonly [string, string])[], notices: readonly (readonly [string, string])[]): void {
  site.serve(
    '/robots.txt',
    robotsTxt(
      'User-agent: *',
      'Disallow: /drafts/',
      'Disallow: /honeypot/',
      'Crawl-delay: 0.03',
      '',
      `Sitemap: ${site.url('/sitemap-index.xml')}`,
    ),
  );
  const sitemaps = [site.url('/sitemaps/how-to.xml.gz'), site.url('/sitemaps/notices.xml')];
  site.serve('/sitemap-index.xml', text(sitemapXml('sitemapindex', sitemaps), 'application/xml'));
  const howTo = sitemapXml('urlset', [...links.map(([path]) => site.url(path)), site.url('/drafts/from-the-sitemap')]);
  site.serve('/sitemaps/how-to.xml.gz', { status: 200, headers: [['Content-Type', 'application/gzip']], body: gzipSync(howTo) });
  const noticeMap = sitemapXml(
    'urlset',
    notices.map(([path]) => site.url(path)),
  );
  site.serve('/sitemaps/notices.xml', text(noticeMap, 'text/xml; charset=utf-8'));
  for (const path of ['/drafts/from-the-sitemap', '/drafts/new-rules']) {
    site.serve(path, html('<p>A draft that is nobody’s business.</p>'), { outcome: 'refused', because: 'robots.txt disallows /drafts/' });
  }
  site.serve('/honeypot/members', html('<p>Gotcha.</p>'), {
    outcome: 'refused',
    because: 'robots.txt disallows it, and only robots see the link',
  });
}

const troubleLinks: readonly (readonly [string, string])[] = [
  ['/drafts/new-rules', 'New rules (draft)'],
  ['/old/glass-jars', 'Glass (old address)'],
  ['/town', 'Our town'],
  ['/loop/a', 'Round and round'],
  ['/hop/1', 'Three hops'],
  ['/maze/1', 'Nine hops'],
  ['/lost', 'A lost page'],
  ['/retired', 'A retired page'],
  ['/flaky', 'A flaky page'],
  ['/busy', 'A busy page'],
  ['/manual.zip', 'All as an archive'],
];

/** Redirects and errors. */
function trouble(site: SiteMaker): void {
  const hop = (path: string, to: string, because: string): void => site.serve(path, redirect(302, to), { outcome: 'redirect', because });
  site.serve('/old/glass-jars', redirect(301, '/how-to/glass-jars'), { outcome: 'redirect', because: 'moved within the host' });
  hop('/town', 'http://city-waste.test/journey/glass-jars', 'moved to another host');
  hop('/loop/a', '/loop/b', 'a loop');
  hop('/loop/b', '/loop/a', 'a loop');
  hop('/hop/1', '/hop/2', 'a chain that ends');
  hop('/hop/2', '/hop/3', 'a chain that ends');
  hop('/hop/3', '/how-to/batteries', 'a chain that ends');
  for (let n = 1; n <= 9; n++) {
    const because = 'a chain of nine: the limit is five';
    site.serve(`/maze/${n}`, redirect(307, n < 9 ? `/maze/${n + 1}` : '/maze/end'), { outcome: n <= 5 ? 'redirect' : 'unjudged', because });
  }
  site.serve('/maze/end', html('<p>The end of the maze.</p>'), { outcome: 'refused', because: 'it lies behind nine redirects' });
  site.serve('/lost', failure(404, 'Not Found'), { outcome: 'failed', because: 'HTTP 404' });
  site.serve('/retired', failure(410, 'Gone'), { outcome: 'failed', because: 'HTTP 410' });
  const once = (path: string, article: Article, refusal: Reply, because: string): void => {
    const page = html(layOut({ site: NAME, article, footer: ccBy }));
    site.serve(path, (nth) => (nth === 1 ? refusal : page), { ...truthOf(article), ...byLicence, because });
  };
  once('/flaky', flaky, failure(500, 'Internal Server Error'), 'HTTP 500 once, then an article');
  once('/busy', busy, failure(429, 'Too Many Requests', [['Retry-After', '1']]), 'HTTP 429 with Retry-After: 1, then an article');
  site.serve(
    '/manual.zip',
    { status: 200, headers: [['Content-Type', 'application/zip']], body: Buffer.from('PK\u0005\u0006') },
    { outcome: 'dropped', because: 'not a page' },
  );
}

const flaky: Article = {
  slug: 'flaky',
  language: 'en',
  title: 'The flaky page',
  paragraphs: [
    'This page stands on the oldest server of the town hall, which fails at the first knock and answers at the second. The caretaker says that it has always been like that and that nobody has ever complained.',
    'It keeps the minutes of the first meeting about separate bins, held in a school gym in the winter of 1989. Forty people came, thirty-eight were against it, and the two others had brought a thermos flask and a drawing of three coloured bins.',
    'The drawing hangs in the depot today. Two of the colours were changed later, because the paint of the green one was cheaper and because nobody could find a blue lid.',
  ],
};

const busy: Article = {
  slug: 'busy',
  language: 'en',
  title: 'The busy page',
  paragraphs: [
    'On collection days this page is so busy that it asks its visitors to come back in a second. Those who wait are served at once, and those who hammer on are only told the same thing again.',
    'It lists what the crews found in the bins last month and could not explain: a set of false teeth in a jam jar, eleven left shoes, a letter that had been posted in 1974, and a living hedgehog, which was carried to the allotments in a glove.',
    'Owners of lost things may ask at the counter until the end of the month. After that everything goes where it should have gone in the first place, except for the letter, which has been delivered.',
  ],
};
