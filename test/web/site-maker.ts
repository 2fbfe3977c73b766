import type { Article } from './compose.ts';
import { furnitureText, layOut, type LayOut } from './layout.ts';
import { html, type Answer, type Expectation, type Reply, type Site, type Validator } from './page.ts';

type Known = Partial<Omit<Expectation, 'url'>>;

/** Collects one host's pages and what is expected of each. */
export class SiteMaker {
  readonly host: string;
  readonly #pages = new Map<string, Answer>();
  readonly #expectations: Expectation[] = [];
  #beyond: Site['beyond'];

  readonly #validator: Validator;

  constructor(host: string, validator: Validator = 'etag') {
    this.host = host;
    this.#validator = validator;
  }

  url(path: string): string {
    return `http://${this.host}${path}`;
  }

  /** Serves a path; nothing is expected of it unless said. */
  serve(path: string, answer: Answer, expected?: Pick<Expectation, 'outcome' | 'because'> & Known): void {
    this.#pages.set(path, answer);
    if (expected !== undefined) this.expect(path, expected);
  }

  expect(path: string, expected: Pick<Expectation, 'outcome' | 'because'> & Known): void {
    this.#expectations.push({ url: this.url(path), ...expected });
  }

  /** Serves an article in the site's layout. Expected to be kept, unless `known` says otherwise. */
  article(path: string, page: LayOut, known: Known = {}, headers: Reply['headers'] = []): void {
    this.serve(path, html(layOut(page), headers), { ...truthOf(page.article), ...known });
  }

  /** Everything else under this host. */
  beyond(answer: NonNullable<Site['beyond']>): void {
    this.#beyond = answer;
  }

  done(): Site {
    const site: Site = { host: this.host, validator: this.#validator, pages: this.#pages, expectations: this.#expectations };
    return this.#beyond === undefined ? site : { ...site, beyond: this.#beyond };
  }
}

/** What an article in the usual layout should become. */
export const truthOf = (article: Article): Omit<Expectation, 'url'> => ({
  outcome: 'kept',
  because: 'an article',
  language: article.language,
  title: article.title,
  text: article.paragraphs,
  absent: furnitureText(article.language),
});

/** An index page: links and a sentence, with no text of its own worth keeping. */
export function indexPage(site: string, language: string, title: string, links: readonly (readonly [string, string])[]): LayOut {
  const items = links.map(([href, label]) => `<li><a href="${href}">${label}</a></li>`).join('\n');
  return { site, article: { slug: '', language, title, paragraphs: [] }, body: `<ul class="index">\n${items}\n</ul>` };
}

export const robotsTxt = (...lines: readonly string[]): Reply => ({
  status: 200,
  headers: [['Content-Type', 'text/plain; charset=utf-8']],
  body: Buffer.from(`${lines.join('\n')}\n`),
});

/** A sitemap or, of sitemaps, an index (sitemaps.org protocol 0.9). */
export function sitemapXml(kind: 'urlset' | 'sitemapindex', urls: readonly string[]): string {
  const entry = kind === 'urlset' ? 'url' : 'sitemap';
  const entries = urls.map((url) => `<${entry}><loc>${url.replaceAll('&', '&amp;')}</loc></${entry}>`).join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${kind} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries}\n</${kind}>\n`;
}
