import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSitemap, type SitemapLimits } from '../../src/discover/sitemap.ts';

const URL_OF = 'https://a.test/sitemap.xml';
const read = (body: string | Uint8Array, limits: SitemapLimits = { bytes: 1_000_000 }) => readSitemap(Buffer.from(body), URL_OF, limits);
const urls = (entries: readonly { url: string }[]) => entries.map(({ url }) => url);
const pagesOf = async (body: string | Uint8Array) => urls((await read(body)).pages);
const urlset = (...locs: string[]) => `<urlset>${locs.map((loc) => `<url><loc>${loc}</loc></url>`).join('')}</urlset>`;

test('a urlset gives pages with their dates, and no images', async () => {
  const { pages, problems } =
    await read(`<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="urn:i">
    <url><loc> https://a.test/1 </loc><lastmod>2026-01-02</lastmod><image:image><image:loc>https://a.test/i.png</image:loc></image:image></url>
    <url><loc><![CDATA[/2?a=1&b=2]]></loc></url><url><loc>/1</loc></url></urlset>`);
  expect(pages).toEqual([
    { url: 'https://a.test/1', lastModified: Date.UTC(2026, 0, 2) },
    { url: 'https://a.test/2?a=1&b=2', lastModified: null },
  ]);
  expect(problems).toEqual([]);
});

test('an index gives sitemaps, whatever its namespace', async () => {
  const { pages, sitemaps } = await read(
    '<x:sitemapindex xmlns:x="urn:wrong"><x:sitemap><x:loc>https://a.test/s1.xml.gz</x:loc></x:sitemap></x:sitemapindex>',
  );
  expect([urls(pages), urls(sitemaps)]).toEqual([[], ['https://a.test/s1.xml.gz']]);
});

test('a prefix that is not declared, addresses of other hosts, capitals: all are read', async () => {
  expect(await pagesOf('<URLSET><x:URL><x:LOC>http://other.test/a</x:LOC></x:URL></URLSET>')).toEqual(['http://other.test/a']);
});

test('a news sitemap is dated by its publication', async () => {
  const news = `<urlset><url><loc>/n</loc><news:news><news:publication><news:name>N</news:name></news:publication>
    <news:publication_date>2026-02-03T04:05:06+01:00</news:publication_date><news:title>T</news:title></news:news></url></urlset>`;
  expect((await read(news)).pages).toEqual([{ url: 'https://a.test/n', lastModified: Date.UTC(2026, 1, 3, 3, 5, 6) }]);
});

test('plain text is a sitemap, with a byte order mark and any line ends', async () => {
  const { pages, problems } = await read('\uFEFFhttps://a.test/1\r\nhttps://a.test/2\r\nsome words\rhttps://b.test');
  expect([urls(pages), problems]).toEqual([['https://a.test/1', 'https://a.test/2', 'https://b.test/'], ['some lines are no addresses']]);
});

test.each([
  [
    'RSS',
    `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><link>https://a.test/</link><atom:link rel="next" href="/feed?2"/>
     <item><title>t</title><link> https://a.test/p </link><pubDate>Tue, 03 Feb 2026 04:05:06 GMT</pubDate></item>
     <item><atom:link rel="self" href="/no"/><link>/q</link></item></channel></rss>`,
    ['https://a.test/p', 'https://a.test/q'],
  ],
  [
    'RSS with permanent links only',
    '<rss><channel><item><guid>https://a.test/p</guid></item><item><guid isPermaLink="false">https://a.test/q</guid></item></channel></rss>',
    ['https://a.test/p'],
  ],
  [
    'RDF',
    '<rdf:RDF xmlns="http://purl.org/rss/1.0/"><item rdf:about="x"><link>https://a.test/p</link></item></rdf:RDF>',
    ['https://a.test/p'],
  ],
  [
    'Atom with bases',
    `<feed xml:base="https://b.test/x/"><link href="/"/><entry xml:base="y/"><link rel="self" href="no"/><link href="p"/><link rel="alternate" href="second"/></entry>
     <entry><content type="xhtml"><div><a href="no"/></div></content><link rel="alternate" href="../q"/><source><link href="no"/></source></entry></feed>`,
    ['https://b.test/x/y/p', 'https://b.test/q'],
  ],
])('%s lists its entries', async (_name, feed, expected) => {
  const { pages, problems } = await read(feed);
  expect([urls(pages), problems]).toEqual([expected, []]);
});

test('gzip is seen by its first bytes, also twice over', async () => {
  expect(await pagesOf(gzipSync('https://a.test/1'))).toEqual(['https://a.test/1']);
  expect(await pagesOf(gzipSync(gzipSync(urlset('/1'))))).toEqual(['https://a.test/1']);
});

test('gzip is bounded, and gives what stands before the bound', async () => {
  const bomb = await read(gzipSync(Buffer.concat([Buffer.from(urlset('/1')), Buffer.alloc(50_000_000, ' ')])));
  expect([urls(bomb.pages), bomb.problems]).toEqual([['https://a.test/1'], ['it is longer than 1000000 bytes; the rest is not read']]);
  const nested = await read(gzipSync(gzipSync(Buffer.alloc(50_000_000))));
  expect(nested.problems[0]).toContain('longer than 1000000 bytes');
});

test('gzip that breaks off gives what stands before the break', async () => {
  const whole = gzipSync(urlset(...Array.from({ length: 5000 }, (_, i) => `/page/${i}/${(i * 7919) % 10_007}`)));
  const { pages, problems } = await read(whole.subarray(0, whole.length / 2));
  expect(pages.length).toBeGreaterThan(1000);
  expect(problems[0]).toContain('broken where it is gzip');
  expect((await read(Buffer.concat([whole.subarray(0, 20), Buffer.alloc(100, 1)]))).problems[0]).toContain('broken where it is gzip');
});

test('a document type ends the reading: no entity is ever expanded', async () => {
  const { pages, problems } = await read('<!DOCTYPE u [<!ENTITY a "aaaa">]><urlset><url><loc>https://a.test/&a;</loc></url></urlset>');
  expect(pages).toEqual([]);
  expect(problems).toContain('it has a document type, which is not read');
  expect((await read(`<!doctype u SYSTEM "x">${urlset('/1')}`)).pages).toEqual([]);
  expect(await pagesOf('<rss><item><description><![CDATA[<!DOCTYPE html>]]></description><link>/1</link></item></rss>')).toEqual([
    'https://a.test/1',
  ]);
});

test('what stands before a fault is kept', async () => {
  const { pages, problems } = await read('<urlset><url><loc>https://a.test/1</loc></url><url><loc>https://a.te');
  expect(urls(pages)).toEqual(['https://a.test/1']);
  expect(problems).toHaveLength(1);
});

test('common faults are read over', async () => {
  const bare = await read(urlset('/?a=1&b=2', '/?c=3&amp;d=4', '/?e=&eacute;'));
  expect(urls(bare.pages)).toEqual(['https://a.test/?a=1&b=2', 'https://a.test/?c=3&d=4', 'https://a.test/?e=&eacute;']);
  expect(bare.problems).toHaveLength(1);
  expect(await pagesOf(`\r\n \uFEFF<?xml version="1.0"?>${urlset('/1')}`)).toEqual(['https://a.test/1']);
  expect(await pagesOf(`<urlset><url><loc>/1</loc><priority>\u000B</url><url><loc>/2</loc></url></urlset>`)).toEqual([
    'https://a.test/1',
    'https://a.test/2',
  ]);
  expect(await pagesOf(urlset('/1') + urlset('/2'))).toEqual(['https://a.test/1', 'https://a.test/2']);
});

test('other encodings are read by mark or declaration', async () => {
  expect(await pagesOf(Buffer.from(`\uFEFF${urlset('/é')}`, 'utf16le'))).toEqual(['https://a.test/%C3%A9']);
  expect(await pagesOf(Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${urlset('/é')}`, 'latin1'))).toEqual([
    'https://a.test/%C3%A9',
  ]);
  expect(await pagesOf(`<?xml version="1.0" encoding="utf-16"?>${urlset('/é')}`)).toEqual(['https://a.test/%C3%A9']);
  expect(await pagesOf(`<?xml version="1.0" encoding="nonsense"?>${urlset('/é')}`)).toEqual(['https://a.test/%C3%A9']);
});

test.each([
  ['<!DOCTYPE html><html><a href="/x">x</a></html>'],
  ['<!-- page --><html lang=en><body><p>Not found<br></body></html>'],
  ['<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html><url><loc>/x</loc></url></html>'],
])('an HTML page in its place is said to be one: %s', async (html) => {
  const { pages, sitemaps, problems } = await read(html);
  expect([pages, sitemaps]).toEqual([[], []]);
  expect(problems).toContain('it is an HTML page, not a sitemap');
});

test('a file that lists nothing says so', async () => {
  expect(await read('')).toEqual({ pages: [], sitemaps: [], next: null, problems: ['it lists nothing'] });
  expect(await read('<urlset/>')).toEqual({ pages: [], sitemaps: [], next: null, problems: ['it lists nothing'] });
  expect((await read('Not found')).problems).toEqual(['it lists nothing']);
  expect((await read(urlset('mailto:a@b.c'))).problems).toEqual(['some entries are no http(s) addresses']);
});

test('addresses, bytes, faults and depth are bounded', async () => {
  const listing = Array.from({ length: 50 }, (_, i) => `https://a.test/${i}`);
  for (const body of [listing.join('\n'), urlset(...listing)]) {
    const { pages, problems } = await read(body, { bytes: 10_000, urls: 10 });
    expect(pages).toHaveLength(10);
    expect(problems[0]).toContain('more than 10 addresses');
    expect((await read(body, { bytes: 10_000, urls: 50 })).problems).toEqual([]);
  }
  expect((await read(listing.join('\n'), { bytes: 34 })).pages).toHaveLength(2);
  expect((await read(`<urlset>${'<a>'.repeat(100_000)}`)).problems).toContain('it nests deeper than 64 elements');
  expect((await read(`<urlset>${'</b>'.repeat(100_000)}`)).problems).toContain('it has more than 100 faults; the rest is not read');
  const room = { bytes: 3_000_000 };
  expect((await read(`<urlset>${'&'.repeat(2_000_000)}`, room)).problems).toContain('it has no tag in 1000000 characters');
  expect((await read(`<urlset>${`${'&'.repeat(1000)}<a/>`.repeat(2000)}`, room)).problems.at(-1)).toContain('more than 1000000 bare &');
  expect((await read(`<urlset><url><loc>${'a'.repeat(900_000)}`)).pages).toEqual([]);
});

test('an index that lists itself is a list like any other', async () => {
  const { sitemaps } = await read(`<sitemapindex><sitemap><loc>${URL_OF}</loc></sitemap></sitemapindex>`);
  expect(urls(sitemaps)).toEqual([URL_OF]);
});

test('where a file is cut into pieces makes no difference', async () => {
  const part = fc.constantFrom('a', '&amp;', '&', '<![CDATA[b&c]]>', '/', '%20', '&#x41;', '文');
  const address = fc.array(part, { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(address, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 65_400, max: 65_540 }),
      async (addresses, shift) => {
        const entries = addresses.map((parts) => `<url><loc>/${parts.join('')}</loc></url>`).join('');
        const whole = await read(`<urlset>${entries}</urlset>`);
        const cut = await read(`<urlset><!--${' '.repeat(shift)}-->${entries}</urlset>`);
        expect(cut.pages).toEqual(whole.pages);
        expect(new Set(cut.problems)).toEqual(new Set(whole.problems));
      },
    ),
    { numRuns: 100 },
  );
});

test('an entry without an address lists nothing', async () => {
  expect(await read('<url></url>')).toMatchObject({ pages: [], problems: ['it lists nothing'] });
});

test('whatever it is given, it answers', async () => {
  const parts = '<urlset> <url> <loc> http://a.test/ </loc> </url> <![CDATA[ ]]> & < > " <link \u0000 href='.split(' ');
  const body = fc.oneof(
    fc.uint8Array(),
    fc.array(fc.constantFrom(...parts), { maxLength: 40 }).map((some) => Buffer.from(some.join(''))),
  );
  await fc.assert(
    fc.asyncProperty(body, async (bytes) => {
      const { pages, problems } = await read(bytes);
      expect(pages.length + problems.length).toBeGreaterThan(0);
    }),
  );
});

test('translations of a page are pages', async () => {
  const { pages } = await read(`<urlset xmlns:xhtml="http://www.w3.org/1999/xhtml"><url><loc>/en</loc><lastmod>2026-01-02</lastmod>
    <xhtml:link rel="alternate" hreflang="de" href="/de"/><xhtml:link rel="alternate" media="handheld" href="/m"/></url></urlset>`);
  expect(pages).toEqual([
    { url: 'https://a.test/en', lastModified: Date.UTC(2026, 0, 2) },
    { url: 'https://a.test/de', lastModified: null },
  ]);
});

test('a feed in parts says where it goes on', async () => {
  const { next } = await read(
    '<feed><link rel="self" href="/feed"/><link rel="next" href="/feed?page=2"/><entry><link href="/p"/></entry></feed>',
  );
  expect(next).toBe('https://a.test/feed?page=2');
});

test('a JSON Feed gives its items with their dates', async () => {
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    next_url: '/feed.json?2',
    items: [
      { id: '1', url: '/p', date_published: '2026-02-03T04:05:06Z', date_modified: '2026-02-04T00:00:01Z' },
      { id: '2', url: 'https://a.test/q', date_published: '2026-02-03T04:05:06Z' },
      { id: '3', external_url: 'https://b.test/' },
      'no item',
    ],
  };
  expect(await read(JSON.stringify(feed))).toEqual({
    pages: [
      { url: 'https://a.test/p', lastModified: Date.UTC(2026, 1, 4, 0, 0, 1) },
      { url: 'https://a.test/q', lastModified: Date.UTC(2026, 1, 3, 4, 5, 6) },
    ],
    sitemaps: [],
    next: 'https://a.test/feed.json?2',
    problems: [],
  });
});

test('a MediaWiki lists its pages, and where it goes on', async () => {
  const api = 'https://a.test/w/api.php?action=query&list=allpages';
  const answer = {
    continue: { apcontinue: 'Glass', continue: '-||siteinfo' },
    query: { general: { server: '//a.test', articlepath: '/wiki/$1' }, allpages: [{ title: 'Café du Monde' }, { title: 'A/B: $& test?' }] },
  };
  const { pages, next } = await readSitemap(Buffer.from(JSON.stringify(answer)), api, { bytes: 1_000_000 });
  expect(urls(pages)).toEqual(['https://a.test/wiki/Caf%C3%A9_du_Monde', 'https://a.test/wiki/A/B:_$%26_test%3F']);
  expect(new URL(next ?? '').searchParams.get('apcontinue')).toBe('Glass');
});

test('a WordPress lists its posts, and goes on while a part is full', async () => {
  const list = 'https://a.test/wp-json/wp/v2/posts?_fields=link,modified_gmt&per_page=100&page=1';
  const posts = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ link: `https://a.test/${n}`, modified_gmt: '2026-02-03T04:05:06' }));
  const readPosts = (count: number) => readSitemap(Buffer.from(JSON.stringify(posts(count))), list, { bytes: 1_000_000 });
  const [full, last] = [await readPosts(100), await readPosts(3)];
  expect([full.pages.length, full.next]).toEqual([100, list.replace('&page=1', '&page=2').replace(',', '%2C')]);
  expect([last.pages[0], last.next]).toEqual([{ url: 'https://a.test/0', lastModified: Date.UTC(2026, 1, 3, 4, 5, 6) }, null]);
});

test.each([
  ['{"items":', 'it is no whole JSON'],
  ['{"other":1}', 'it is JSON, and none of the lists that are known'],
  ['{"query":{"allpages":[{"title":"A"}]}}', 'it does not say where its pages are'],
])('%s lists nothing, and says why', async (body, problem) => {
  const { pages, problems } = await read(body);
  expect([pages, problems]).toEqual([[], [problem]]);
});
