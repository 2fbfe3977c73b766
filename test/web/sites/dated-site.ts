import { chanceOf } from '../chance.ts';
import { notice } from '../compose.ts';
import { layOut } from '../layout.ts';
import { html, type Site, text } from '../page.ts';

/** A site whose sitemap dates its pages, and that has no other way to say what has changed. */
export interface DatedSite {
  readonly site: Site;
  readonly paths: readonly string[];
  /** From now on these pages have another text, and a new date. */
  readonly change: (paths: readonly string[]) => void;
}

const PER_HUB = 20;

/** Pages are found by hubs, which the sitemap does not list. */
export function datedSite(host: string, pages: number): DatedSite {
  const paths = Array.from({ length: pages }, (_, n) => `/hub-${Math.floor(n / PER_HUB)}/notice-${n}`);
  const hubs = Array.from({ length: Math.ceil(pages / PER_HUB) }, (_, n) => `/hub-${n}`);
  const versions = new Map<string, number>();
  const dates = new Map(paths.map((path) => [path, '2026-01-15T08:00:00Z']));
  const page = (path: string, n: number, links: readonly string[]) => {
    const article = notice('en', n, chanceOf(n * 1000 + (versions.get(path) ?? 0)));
    return html(layOut({ site: host, article, related: links.map((each) => [each, each] as const) }));
  };
  const site: Site = {
    host,
    validator: 'none',
    pages: new Map([['/robots.txt', text('')]]),
    expectations: [],
    beyond(path) {
      if (path === '/') return page(path, 90_000, hubs);
      if (path === '/sitemap.xml') return text(sitemap(host, dates), 'application/xml');
      const hub = hubs.indexOf(path);
      if (hub >= 0) return page(path, 91_000 + hub, paths.slice(hub * PER_HUB, (hub + 1) * PER_HUB));
      const n = paths.indexOf(path);
      return n < 0 ? null : page(path, n, []);
    },
  };
  return {
    site,
    paths,
    change(changed) {
      for (const path of changed) {
        versions.set(path, (versions.get(path) ?? 0) + 1);
        dates.set(path, new Date().toISOString());
      }
    },
  };
}

const sitemap = (host: string, dates: ReadonlyMap<string, string>): string =>
  `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${[...dates]
    .map(([path, date]) => `<url><loc>http://${host}${path}</loc><lastmod>${date}</lastmod></url>`)
    .join('\n')}</urlset>`;
