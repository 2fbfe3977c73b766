import { failure, html, type Site, text } from '../web/page.ts';
import { robotsTxt, sitemapXml, SiteMaker } from '../web/site-maker.ts';

const PARAGRAPH =
  'The workshop takes old bicycles apart on Mondays, sorts what can be used again into boxes, and builds new ones from it before the week is over. ';

const article = (n: number): string => `<!doctype html><html lang="en"><title>Report ${n}</title>
<main><h1>Report ${n}</h1>${`<p>In week ${n}, ${PARAGRAPH.repeat(3)}</p>`.repeat(4)}
<p><a href="/login?next=/reports/${n}">Sign in</a> <a href="/reports/${n + 1}">Next</a> <a href="/search?q=bicycle&amp;sort=date">Search</a></p></main>
<footer>Text under <a rel="license" href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a></footer></html>`;

/** Twenty reports under a licence, of which sitemaps in two levels tell; some of them are not ours, some are forbidden, one is made by scripts. */
export function plannedSite(host: string): Site {
  const site = new SiteMaker(host);
  const reports = Array.from({ length: 20 }, (_, n) => n + 1);
  site.serve('/robots.txt', robotsTxt(`Sitemap: ${site.url('/maps.xml')}`, 'User-agent: *', 'Crawl-delay: 0.05', 'Disallow: /staff/'));
  site.serve(
    '/maps.xml',
    text(sitemapXml('sitemapindex', [site.url('/reports.xml'), site.url('/rest.xml'), site.url('/lost.xml')]), 'application/xml'),
  );
  site.serve(
    '/reports.xml',
    text(
      sitemapXml(
        'urlset',
        reports.map((n) => site.url(`/reports/${n}`)),
      ),
      'application/xml',
    ),
  );
  const rest = ['/staff/1', '/staff/2', '/print/1', '/app', 'elsewhere'].map((path) =>
    path === 'elsewhere' ? 'http://other.test/' : site.url(path),
  );
  site.serve('/rest.xml', text(sitemapXml('urlset', rest), 'application/xml'));
  site.serve('/lost.xml', failure(404, 'Not Found'));
  site.serve(
    '/',
    html(`<html lang="en"><title>Reports</title><link rel="alternate" type="application/rss+xml" href="/feed.xml">
<main><h1>Reports</h1><p>${PARAGRAPH}</p><a href="/reports/1">First</a> <a href="/reports/unlisted">Unlisted</a></main></html>`),
  );
  for (const n of reports) site.serve(`/reports/${n}`, html(article(n)));
  site.serve('/app', html('<html><title>App</title><div id="app"></div><script src="/app.js"></script></html>'));
  return site.done();
}
