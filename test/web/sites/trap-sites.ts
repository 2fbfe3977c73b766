import { chanceOf } from '../chance.ts';
import { html, type Reply, type Site, text } from '../page.ts';

/** Made-up words, so that no two articles are alike. */
const SYLLABLES = ['ba', 'co', 'di', 'fen', 'gor', 'hal', 'im', 'jun', 'kel', 'lo', 'mar', 'nos', 'op', 'pri', 'qua', 'ren', 'sul', 'tor'];

function wordsFrom(seed: number, count: number): readonly string[] {
  const chance = chanceOf(seed);
  return Array.from({ length: count }, () => Array.from({ length: 3 }, () => chance.pick(SYLLABLES)).join(''));
}

const prose = (seed: number, count = 90): string =>
  Array.from({ length: count / 15 }, (_, n) => `The ${wordsFrom(seed * 31 + n, 14).join(' ')}.`).join(' ');
const seedOf = (path: string): number => Buffer.from(path).reduce((sum, byte) => (sum * 33 + byte) >>> 0, 5381);
const link = ([href, label]: readonly [string, string]): string => `<li><a href="${href}">${label}</a></li>`;
const page = (title: string, body: string, links: readonly (readonly [string, string])[]): Reply =>
  html(
    `<!doctype html><html lang="en"><head><title>${title}</title></head><body><nav><a href="/">Home</a></nav>
    <article><h1>${title}</h1>${body}</article><ul>${links.map(link).join('')}</ul></body></html>`,
  );
const article = (path: string, links: readonly (readonly [string, string])[] = []): Reply =>
  page(`About ${wordsFrom(seedOf(path), 2).join(' ')}`, `<p>${prose(seedOf(path))}</p>`, links);

const site = (host: string, answer: (path: string, query: URLSearchParams) => Reply | null): Site => ({
  host,
  pages: new Map([['/robots.txt', text('')]]),
  expectations: [],
  beyond: answer,
});

/** Endless pages of made-up text, each of which leads to ten others that nobody has heard of. */
export const maze = (host: string): Site =>
  site(host, (path) => {
    const words = wordsFrom(seedOf(path), 20);
    const links = Array.from({ length: 10 }, (_, n) => [`/${words[2 * n]}/${words[2 * n + 1]}`, words[n] ?? ''] as const);
    return html(`<!doctype html><title>x</title><p>${prose(seedOf(path), 120)}</p><ul>${links.map(link).join('')}</ul>`);
  });

/** The same pages under ever new addresses, by the name of a visit that no list of session ids knows. */
export const visits = (host: string, pages: number): Site =>
  site(host, (path, query) => {
    const n = path === '/' ? 0 : Number(/^\/page-(\d+)$/.exec(path)?.[1] ?? Number.NaN);
    if (!(n < pages)) return null;
    const visit = seedOf(`${path}${query.get('visit') ?? ''}`).toString(36);
    return article(
      path,
      Array.from({ length: pages }, (_, each) => [`/page-${each}?visit=${visit}${each}`, `Page ${each}`] as const),
    );
  });

/** An ordinary site: articles behind many pages of lists, a calendar without end in which some months have events, a shop with filters. */
export interface Ordinary {
  readonly site: Site;
  /** Paths of all that says something of its own. */
  readonly real: readonly string[];
}

const COLOURS = ['red', 'blue', 'green', 'black'];
const SIZES = ['s', 'm', 'l'];
const MAKES = ['ah', 'be', 'ce'];

export function ordinary(host: string, lists: number): Ordinary {
  const products = Array.from({ length: 24 }, (_, n) => ({
    path: `/product/${n}`,
    facets: [COLOURS[n % 4], SIZES[n % 3], MAKES[(n >> 2) % 3]],
  }));
  const events = Array.from({ length: 24 }, (_, n) => `/event/${n}`);
  const articles = Array.from({ length: lists }, (_, n) => `/news/${n}-${wordsFrom(n, 1)[0]}`);
  const real = [...articles, ...events, ...products.map(({ path }) => path)];
  const month = (n: number): string => `/calendar/${2026 + Math.floor(n / 12)}/${(((n % 12) + 12) % 12) + 1}`;
  const found = site(host, (path, query) => {
    if (path === '/')
      return article(path, [
        ['/list/1', 'News'],
        [month(0), 'Calendar'],
        ['/shop', 'Shop'],
      ]);
    if (real.includes(path)) return article(path);
    const list = Number(/^\/list\/(\d+)$/.exec(path)?.[1] ?? 0);
    if (list >= 1 && list <= lists) {
      const own = articles.slice(list - 1, list).map((each) => [each, each] as const);
      return page('News', '', [...own, ...(list < lists ? [[`/list/${list + 1}`, 'Older'] as const] : [])]);
    }
    const [, year, of] = /^\/calendar\/(\d+)\/(\d+)$/.exec(path) ?? [];
    if (year !== undefined) {
      const n = (Number(year) - 2026) * 12 + Number(of) - 1;
      const event = events[n];
      const around = [month(n - 1), month(n + 1)].map((each) => [each, 'Another month'] as const);
      return page(`Events of ${of}/${year}`, event === undefined ? '<p>No events.</p>' : '', [
        ...around,
        ...(event === undefined ? [] : [[event, event] as const]),
      ]);
    }
    return path === '/shop' ? shop(query, products) : null;
  });
  return { site: found, real };
}

/** Every filter leads to all others, in whatever order they are chosen. */
function shop(
  query: URLSearchParams,
  products: readonly { readonly path: string; readonly facets: readonly (string | undefined)[] }[],
): Reply {
  const chosen = [...query.entries()];
  const fits = products.filter(({ facets }) => chosen.every(([, value]) => facets.includes(value)));
  const further = (['colour', 'size', 'make'] as const).flatMap((name, n) =>
    query.has(name)
      ? []
      : ([COLOURS, SIZES, MAKES][n] ?? []).map((value) => [...chosen, [name, value]].map((pair) => pair.join('=')).join('&')),
  );
  return page('Shop', '', [
    ...fits.map(({ path }) => [path, path] as const),
    ...further.map((each) => [`/shop?${each}`.replaceAll('&', '&amp;'), 'Filter'] as const),
  ]);
}
