import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeText } from './encode.ts';
import type { Site } from './page.ts';
import { makeSites, startWeb, type Web } from './web.ts';

let web: Web;
beforeAll(async () => {
  web = await startWeb({ seed: 7 });
});
afterAll(() => web.close());

interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** Asks the server for a URL of the synthetic web. */
function get(url: string, headers: Record<string, string> = {}): Promise<Got> {
  const { host, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: web.port, path: pathname + search, headers: { host, ...headers } };
    const sent = request(options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end();
  });
}

const decoded = ({ body, headers }: Got): string => {
  const named =
    /charset=([\w-]+)/i.exec(String(headers['content-type']))?.[1] ?? /<meta charset="([\w-]+)"/.exec(body.toString('latin1'))?.[1];
  const isUtf16 = body[0] === 0xff && body[1] === 0xfe;
  return new TextDecoder(isUtf16 ? 'utf-16le' : (named ?? 'utf-8')).decode(body);
};

const unescaped = (markup: string): string =>
  markup.replaceAll('&quot;', '"').replaceAll('&gt;', '>').replaceAll('&lt;', '<').replaceAll('&amp;', '&');

/** Of all that the sites answer and of all that is expected of them. */
function digestOf(sites: readonly Site[]): string {
  const digest = createHash('sha256');
  for (const { host, pages, expectations } of sites) {
    digest.update(JSON.stringify([host, expectations]));
    for (const [path, answer] of pages) {
      const { status, headers, body } = typeof answer === 'function' ? answer(1, new URLSearchParams()) : answer;
      digest.update(JSON.stringify([path, status, headers])).update(body);
    }
  }
  return digest.digest('hex');
}

const STATUS: Readonly<Record<string, readonly number[]>> = {
  kept: [200, 429, 500],
  duplicate: [200],
  dropped: [200],
  refused: [200, 404],
  redirect: [301, 302, 307],
  unjudged: [200, 307],
  waiting: [200],
};

describe('the synthetic web', () => {
  test('is the same for the same seed and another for another', () => {
    expect(digestOf(makeSites({ seed: 3 }))).toBe(digestOf(makeSites({ seed: 3 })));
    expect(digestOf(makeSites({ seed: 3 }))).not.toBe(digestOf(makeSites({ seed: 4 })));
  });

  test('has some 150 pages on eleven hosts, and more when asked', () => {
    expect(web.hosts).toHaveLength(11);
    expect(web.expectations.length).toBeGreaterThanOrEqual(150);
    expect(web.expectations.length).toBeLessThan(220);
    const large = makeSites({ seed: 7, pages: 1000 }).flatMap(({ expectations }) => expectations);
    expect(large.length).toBeGreaterThanOrEqual(1000);
    expect(new Set(large.map(({ url }) => url)).size).toBe(large.length);
  });

  test('answers every URL as its ground truth says, with the text it promises', async () => {
    for (const { url, outcome, text = [], absent = [] } of web.expectations.filter((each) => each.outcome !== 'failed')) {
      const got = await get(url);
      expect(STATUS[outcome], `${url} ${got.status}`).toContain(got.status);
      const again = got.status >= 429 ? await get(url) : got;
      const page = unescaped(decoded(again));
      const missing =
        outcome === 'refused'
          ? []
          : [...text, ...absent].filter((each) => !page.includes(each) && !page.includes(each.replace('&', '&amp;')));
      expect({ url, missing }).toEqual({ url, missing: [] });
    }
  });

  test('has no two kept pages with the same text, unless they are duplicates', () => {
    const kept = web.expectations.filter(({ outcome }) => outcome === 'kept').map(({ text }) => text?.join('\n'));
    expect(new Set(kept).size).toBe(kept.length);
    const copies = web.expectations.filter(({ url }) => url.startsWith('http://mirror.test/copies/'));
    expect(copies.length).toBe(8);
    for (const { sameAs, text } of copies) {
      const texts = web.expectations.filter(({ url }) => sameAs?.includes(url)).map((each) => each.text);
      expect(texts).toEqual([text, text]);
    }
  });

  test('fails where it says it fails', async () => {
    expect((await get('http://recycling-guide.test/lost')).status).toBe(404);
    expect((await get('http://recycling-guide.test/retired')).status).toBe(410);
    expect((await get('http://closed.test/robots.txt')).status).toBe(503);
    expect((await get('http://docs.bin-sensors.test/robots.txt')).status).toBe(404);
    expect((await get('http://nobody.test/')).status).toBe(421);
    expect((await get('http://old-town.test/huge.html')).body.length).toBeGreaterThan(10 * 2 ** 20);
    await expect(get('http://old-town.test/cut.html')).rejects.toThrow(/aborted|hang up|reset/);
  });

  test('sends old encodings that only their names can undo', async () => {
    const page = await get('http://old-town.test/gomi.html');
    expect(page.headers['content-type']).toBe('text/html');
    expect(page.body.toString('utf8')).not.toContain('ごみ');
    expect(decoded(page)).toContain('ごみの分け方');
    for (const encoding of ['gb18030', 'shift_jis', 'windows-1252'] as const) {
      const sample = encoding === 'windows-1252' ? 'Straße – 30 €' : '分别 ABC'.replace('别', '別');
      expect(new TextDecoder(encoding).decode(encodeText(sample, encoding))).toBe(sample);
    }
    expect(() => encodeText('纸', 'windows-1252')).toThrow(RangeError);
  });

  test('lists its pages in sitemaps of every kind', async () => {
    const index = (await get('http://recycling-guide.test/sitemap-index.xml')).body.toString();
    expect(index).toContain('http://recycling-guide.test/sitemaps/how-to.xml.gz');
    const zipped = gunzipSync((await get('http://recycling-guide.test/sitemaps/how-to.xml.gz')).body).toString();
    expect(zipped).toContain('<loc>http://recycling-guide.test/how-to/batteries</loc>');
    expect((await get('http://docs.bin-sensors.test/sitemap.txt')).body.toString()).toContain(
      'http://docs.bin-sensors.test/guide/install\n',
    );
    expect((await get('http://blog.green-home.test/feed.xml')).body.toString()).toContain('<rss');
  });

  test('has traps without end', async () => {
    for (const url of ['http://city-waste.test/calendar/2931/12', `http://forum.test/t/0/${'reply/'.repeat(40)}`]) {
      expect((await get(url)).status).toBe(200);
    }
    expect((await get('http://city-waste.test/calendar/2931/12')).body.toString()).toContain('/calendar/2932/1"');
    expect((await get('http://forum.test/t/99/reply/')).status).toBe(404);
  });

  test('tells by date, or not at all, whether a page has changed, as its host does', async () => {
    const dated = await get('http://forum.test/');
    const modified = String(dated.headers['last-modified']);
    expect(dated.headers['etag']).toBeUndefined();
    expect((await get('http://forum.test/', { 'if-modified-since': modified })).status).toBe(304);
    expect(web.hits.at(-1)).toMatchObject({ bytes: 0 });
    expect((await get('http://forum.test/', { 'if-modified-since': new Date(0).toUTCString() })).status).toBe(200);
    expect(web.hits.at(-1)?.bytes).toBe(dated.body.byteLength);
    const silent = await get('http://old-town.test/');
    expect([silent.headers['etag'], silent.headers['last-modified']]).toEqual([undefined, undefined]);
  });

  test('says 304 to those who know the page already, and keeps count', async () => {
    const url = 'http://fenlei.test/zhinan/fei-dianchi.html';
    const before = web.count(url);
    const first = await get(url);
    const second = await get(`${url}?utm_source=x`, { 'if-none-match': String(first.headers['etag']) });
    expect([first.status, second.status]).toEqual([200, 304]);
    expect(web.count(url)).toBe(before + 2);
    expect(web.hits.at(-1)).toMatchObject({ host: 'fenlei.test', query: '?utm_source=x' });
  });
});
