import { expect, test } from 'vitest';
import type { FetchRequest, HttpClient } from '../../../src/fetch/fetch.ts';
import type { PageUrl } from '../../../src/records.ts';
import { readSitemaps } from '../../../src/run/survey/sitemaps.ts';
import { sitemapXml } from '../../web/site-maker.ts';

const at = (path: string): PageUrl => `http://a.test${path}` as PageUrl;
const BOUNDS = { files: 50, pages: 1000, bytes: 100_000, ms: 60_000 };

/** Answers by path: a sitemap, a place it has moved to, or nothing. */
function clientOf(files: Readonly<Record<string, string>>, asked: string[] = []): HttpClient {
  return {
    fetch: async ({ url }: FetchRequest) => {
      const path = new URL(url).pathname;
      asked.push(path);
      const file = files[path];
      const [status, headers, body] =
        file === undefined ? [404, [], ''] : file.startsWith('/') ? [301, [['Location', file]], ''] : [200, [], file];
      const seen = { at: 0, durationMs: 0, wireBytes: 0, ip: null, requestHeaders: [], statusText: '' };
      return { kind: 'response', url, ...seen, status, headers: headers as [string, string][], body: Buffer.from(body) };
    },
    close: async () => undefined,
  };
}
const index = (...paths: readonly string[]): string => sitemapXml('sitemapindex', paths.map(at));
const pages = (...paths: readonly string[]): string => sitemapXml('urlset', paths.map(at));
const allowed = async (): Promise<null> => null;

test('sitemaps are read once each, whatever lists them, and followed where they have moved', async () => {
  const asked: string[] = [];
  const client = clientOf(
    { '/i.xml': index('/i.xml', '/a.xml', '/b.xml'), '/a.xml': pages('/1', '/2'), '/b.xml': '/c.xml', '/c.xml': pages('/2', '/3') },
    asked,
  );
  const read = await readSitemaps({ client, refusal: allowed }, [at('/i.xml'), at('/lost.xml')], BOUNDS);
  expect(asked).toEqual(['/i.xml', '/lost.xml', '/a.xml', '/b.xml', '/c.xml']);
  expect(read.pages).toEqual(['/1', '/2', '/3'].map(at));
  expect(read.read.map(({ url, listed, problem }) => [new URL(url).pathname, listed, problem])).toEqual([
    ['/i.xml', 3, null],
    ['/lost.xml', 0, 'the server answered 404'],
    ['/a.xml', 2, null],
    ['/b.xml', 2, null],
  ]);
});

test('there is an end to those that list ever more, to their pages and to their time, and what is left is counted', async () => {
  const endless: HttpClient = {
    ...clientOf({}),
    fetch: async ({ url }) => clientOf({ [new URL(url).pathname]: index(`${new URL(url).pathname}x`) }).fetch({ url }),
  };
  const deep = await readSitemaps({ client: endless, refusal: allowed }, [at('/s')], BOUNDS);
  expect(deep.read).toHaveLength(4);
  const wide = clientOf({ '/i.xml': index('/a.xml', '/b.xml', '/c.xml'), '/a.xml': pages('/1', '/2', '/3') });
  expect(await readSitemaps({ client: wide, refusal: allowed }, [at('/i.xml')], { ...BOUNDS, files: 2 })).toMatchObject({ unread: 2 });
  const cut = await readSitemaps({ client: wide, refusal: allowed }, [at('/i.xml')], { ...BOUNDS, pages: 2 });
  expect([cut.pages.length, cut.unread]).toEqual([2, 2]);
  expect(await readSitemaps({ client: wide, refusal: allowed }, [at('/i.xml')], { ...BOUNDS, ms: 0 })).toMatchObject({
    read: [],
    unread: 1,
  });
});

test('what may not be asked for is not', async () => {
  const asked: string[] = [];
  const client = clientOf({ '/a.xml': pages('/1') }, asked);
  const { read } = await readSitemaps({ client, refusal: async () => 'robots.txt forbids it' }, [at('/a.xml')], BOUNDS);
  expect([asked, read]).toEqual([[], [{ url: at('/a.xml'), listed: 0, problem: 'robots.txt forbids it' }]]);
});
