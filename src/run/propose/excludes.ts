/** A part of a site that is seldom worth crawling, and was seen on this one. */
export interface Exclude {
  /** A glob over path and query. */
  readonly pattern: string;
  readonly why: string;
  /** Addresses that it matches, of those that were seen. */
  readonly seen: number;
  readonly example: string;
}

interface Kind {
  readonly why: string;
  /** Segments of paths, whole, without the ending of their file. */
  readonly segments: readonly string[];
  /** Names of query parameters. */
  readonly parameters: readonly string[];
}

const words = (text: string): readonly string[] => text.split(/\s+/);

const KINDS: readonly Kind[] = [
  {
    why: 'signing in, accounts',
    segments: words(
      'login log-in logon signin sign-in logout signout register registration signup sign-up account accounts password lostpassword wp-login wp-admin oauth sso anmelden connexion',
    ),
    parameters: [],
  },
  { why: 'search', segments: words('search suche recherche buscar zoeken cari'), parameters: words('q s query search keyword keywords') },
  {
    why: 'the same lists in another order, or a part of them',
    segments: [],
    parameters: words(
      'sort sortby sort_by order orderby order_by dir direction filter filters facet facets view layout limit per_page perpage page_size pagesize',
    ),
  },
  {
    why: 'other forms and versions of the same pages',
    segments: words('print printable'),
    parameters: words('print printable replytocom oldid diff action amp'),
  },
  {
    why: 'shopping',
    segments: words('cart basket checkout wishlist compare warenkorb panier'),
    parameters: words('add-to-cart add_to_cart'),
  },
  { why: 'answers for programs', segments: words('wp-json xmlrpc cgi-bin graphql'), parameters: [] },
];

const bySegment = new Map(KINDS.flatMap(({ segments, why }) => segments.map((each) => [each, why] as const)));
const byParameter = new Map(KINDS.flatMap(({ parameters, why }) => parameters.map((each) => [each, why] as const)));

/** Globs for what of these addresses is seldom a page of its own, the most frequent first. None of them matches a seed. */
export function suggestedExcludes(urls: Iterable<string>, isNeeded: (pattern: string) => boolean): readonly Exclude[] {
  const found = new Map<string, { why: string; seen: number; example: string }>();
  for (const url of urls)
    for (const [pattern, why] of patternsOf(url)) {
      const known = found.get(pattern) ?? { why, seen: 0, example: url };
      known.seen += 1;
      found.set(pattern, known);
    }
  return [...found]
    .filter(([pattern]) => !isNeeded(pattern))
    .map(([pattern, about]) => ({ pattern, ...about }))
    .sort((a, b) => b.seen - a.seen || (a.pattern < b.pattern ? -1 : 1));
}

/** Globs that would leave an address out: one for its path or else one for its query, for one is enough. */
function* patternsOf(url: string): Generator<readonly [pattern: string, why: string]> {
  const { pathname, search } = new URL(url);
  const segments = pathname.split('/');
  for (const [n, segment] of segments.entries()) {
    const why = bySegment.get(segment.toLowerCase().replace(/\.\w{1,5}$/, ''));
    if (why === undefined) continue;
    const isLast = n === segments.length - 1;
    yield [`**/${segment}${isLast ? (search === '' ? '' : '?**') : '/**'}`, why];
    return;
  }
  for (const parameter of search.slice(1).split('&')) {
    const name = parameter.split('=', 1)[0] ?? '';
    const why = byParameter.get(name.toLowerCase());
    if (why === undefined || /[*{}#]/.test(name)) continue;
    yield [`**${search.startsWith(`?${name}`) ? '?' : '&'}${name}=**`, why];
    return;
  }
}
