import type { PageUrl } from '../records.ts';
import { canonicalize } from '../url/canonical.ts';

/** Titles that MediaWiki gives at a time, and posts that WordPress does: as many as either allows. */
const TITLES = 500;
export const POSTS = 100;

const WIKI = `action=query&format=json&formatversion=2&meta=siteinfo&siprop=general&list=allpages&apnamespace=0&apfilterredir=nonredirects&aplimit=${TITLES}`;

/**
 * Where a site lists its own pages, by what a `link` element of a page says: the API of MediaWiki (`rel="EditURI"` with its api.php), that of WordPress
 * (`rel="https://api.w.org/"`). Empty for all else.
 */
export function platformLists(rels: readonly string[], href: string, base: string): readonly PageUrl[] {
  const url = URL.parse(href, base);
  if (url === null) return [];
  if (rels.includes('edituri') && url.pathname.endsWith('/api.php')) return listsOf([`${url.origin}${url.pathname}?${WIKI}`]);
  if (!rels.includes('https://api.w.org/')) return [];
  const fields = `_fields=link,modified_gmt&per_page=${POSTS}&page=1`;
  const root = url.searchParams.get('rest_route');
  return listsOf(
    ['posts', 'pages'].map((type) =>
      root === null
        ? `${url.origin}${url.pathname.replace(/\/?$/, '/')}wp/v2/${type}?${fields}`
        : `${url.origin}${url.pathname}?rest_route=${root.replace(/\/?$/, '/')}wp/v2/${type}&${fields}`,
    ),
  );
}

const listsOf = (addresses: readonly string[]): readonly PageUrl[] =>
  addresses.map((address) => canonicalize(address)).filter((address) => address !== null);

/** Whether a list is one of these, and no feed. */
export const isPlatformList = (url: PageUrl): boolean => /\/api\.php\?action=query&|[/=]wp\/v2\/(?:posts|pages)[?&]/.test(url);
