import { expect, test } from 'vitest';
import { extractBare } from '../../src/extract/bare.ts';

const long = 'Jars go into the green bin, without their lids, and on any day but Sunday. '.repeat(6);
const stepOf = (body: string, contentType: string) =>
  extractBare({ body: new TextEncoder().encode(body), url: 'https://example.org/feed', contentType, extractor: 'readability' });

const rss = (items: string): string =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Bins &amp; jars</title><language>en-gb</language>${items}</channel></rss>`;
const item = (n: number, content: string): string =>
  `<item><title>Post ${n}</title><link>https://example.org/${n}</link><dc:creator>Ada Example</dc:creator><pubDate>Tue, 1${n} May 2026 08:00:00 GMT</pubDate><description>A teaser.</description>${content}</item>`;
const encoded = (html: string): string => `<content:encoded><![CDATA[${html}]]></content:encoded>`;

test('an RSS feed that brings the whole text of its items is read as one text', async () => {
  const step = await stepOf(
    rss(item(1, encoded(`<p>${long}</p><ul><li>one<li>two</ul>`)) + item(2, encoded(`<p>${long}</p>`))),
    'application/rss+xml',
  );
  if (!step.kept) throw new Error(step.drop.rule);
  expect(step.record).toMatchObject({ title: 'Bins & jars', author: 'Ada Example', language: 'en-GB', extractor: 'feed@4' });
  expect(step.record.published).toMatch(/^2026-05-12/);
  expect(step.record.markdown).toMatch(/^# Bins & jars\n\n## \[Post 1\]\(https:\/\/example\.org\/1\)\n\nJars go/);
  expect(step.record.text).toMatch(/one\ntwo\n\nPost 2\n\nJars/);
  expect(step.record.text).not.toContain('A teaser');
});

test('the structure of items is read like that of pages, and their notes are kept apart', async () => {
  const noted = (words: string): string =>
    `<p>${long}${words}<sup><a href="#fn1" id="fnref1">1</a></sup> is <img class="latex" alt="x^2" src="https://example.org/latex.png">.</p><p style="display:none">Unseen words.</p><ol><li id="fn1">Of ${words}. <a href="#fnref1">↩</a></li></ol>`;
  const code =
    '<table class="highlighttable"><tr><td class="linenos"><pre>1\n2</pre></td><td class="code"><pre>let a\n  b</pre></td></tr></table>';
  const step = await stepOf(rss(item(1, encoded(noted('Glass') + code)) + item(2, encoded(noted('Paper')))), 'application/rss+xml');
  if (!step.kept) throw new Error(step.drop.rule);
  const { markdown, text } = step.record;
  expect(markdown).toContain('Glass[^1] is $x^2$.');
  expect(markdown).toContain('Paper[^2-1] is $x^2$.');
  expect(markdown).toContain('[^2-1]: Of Paper.');
  expect(markdown).toContain('```\nlet a\n  b\n```');
  expect(text).not.toContain('Unseen');
});

test('pictures of items are written, and buttons and what is for browsers without scripts are not', async () => {
  const html = `<p>${long}</p><p><img src="/a.png" alt="A map"></p><div hidden><img src="/b.png" alt="Unseen"></div><noscript>No script.</noscript><button>Subscribe now</button>`;
  const step = await stepOf(rss(item(1, encoded(html))), 'application/rss+xml');
  if (!step.kept) throw new Error(step.drop.rule);
  expect(step.record.markdown).toMatch(/any day but Sunday\.\n\n!\[A map\]\(https:\/\/example\.org\/a\.png\)$/);
});

test('Atom and JSON Feed are read, too', async () => {
  const atom = `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Tri</title><entry><title>Un</title><link href="https://example.org/1"/><updated>2026-01-02T00:00:00Z</updated><content type="html">&lt;p&gt;${long}&lt;/p&gt;</content></entry></feed>`;
  expect(await stepOf(atom, 'application/atom+xml')).toMatchObject({
    record: { title: 'Tri', language: 'fr', published: '2026-01-02T00:00:00Z' },
  });
  const json = { version: 'https://jsonfeed.org/version/1.1', title: 'J', items: [{ id: '1', content_text: `a < b\n\n${long}` }] };
  const step = await stepOf(JSON.stringify(json), 'application/feed+json');
  expect(step).toMatchObject({ record: { title: 'J', text: expect.stringContaining('a < b\n\nJars') as string } });
});

test('titles of Atom may be markup', async () => {
  const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">Bins &amp;amp; &lt;i&gt;jars&lt;/i&gt;</title><entry><title type="html">Use &lt;em&gt;all&lt;/em&gt; bins</title><content type="html">&lt;p&gt;${long}&lt;/p&gt;</content></entry></feed>`;
  expect(await stepOf(atom, 'application/atom+xml')).toMatchObject({
    record: { title: 'Bins & jars', markdown: expect.stringContaining('## Use all bins\n') as string },
  });
});

test('in Chinese half as many letters are more than a teaser', async () => {
  const body = rss(item(1, encoded(`<p>${'玻璃瓶要放进绿色的桶里，盖子要取下来。'.repeat(13)}</p>`)));
  expect(await stepOf(body, 'application/rss+xml')).toMatchObject({ kept: true });
});

test('a feed of teasers, a ruined one and one with entities of its own are drops with their reasons', async () => {
  expect(await stepOf(rss(item(1, '') + item(2, '')), 'application/rss+xml')).toMatchObject({
    kept: false,
    drop: { stage: 'extract', rule: 'teasers-only' },
  });
  expect(await stepOf('<html><p>no feed', 'application/rss+xml')).toMatchObject({ kept: false, drop: { rule: 'corrupt-document' } });
  const bomb = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>';
  expect(await stepOf(bomb + rss(item(1, encoded(long))), 'application/rss+xml')).toMatchObject({
    kept: false,
    drop: { stage: 'decode', rule: 'declared-entities' },
  });
});

test.each(['<'.repeat(100_000), '<rss>'.repeat(50_000), `{"version":"https://jsonfeed.org/version/1.1","items":${'['.repeat(50_000)}`])(
  'nothing that a feed can be ends in more than a drop',
  async (body) => {
    expect(await stepOf(body, 'application/rss+xml')).toMatchObject({ kept: false });
  },
);

test('authors of RSS are names after mail addresses, and the author of a feed wrote what names no other', async () => {
  const rssOf = (author: string, channel = ''): string =>
    rss(`${channel}<item><title>A</title>${author}<description><![CDATA[<p>${long}]]></description></item>`);
  const atomOf = (feed: string, entry: string): string =>
    `<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>${feed}<entry>${entry}<content>${long}</content></entry></feed>`;
  const person = (name: string): string => `<author><name>${name}</name></author>`;
  const jsonOf = (feed: object, item: object): string =>
    JSON.stringify({ version: 'https://jsonfeed.org/version/1', title: 'J', ...feed, items: [{ id: '1', content_text: long, ...item }] });
  const cases = [
    [rssOf('<author>ada@example.org (Ada Example)</author>'), 'application/rss+xml', 'Ada Example'],
    [rssOf('<author>ada@example.org</author>'), 'application/rss+xml', null],
    [rssOf('', '<dc:creator>Ada Example</dc:creator>'), 'application/rss+xml', 'Ada Example'],
    [rssOf('<dc:creator>Ada Example</dc:creator><dc:creator>Bo Example</dc:creator>'), 'application/rss+xml', 'Ada Example, Bo Example'],
    [atomOf(person('Ada Example'), ''), 'application/atom+xml', 'Ada Example'],
    [atomOf(person('Ada Example'), person('Bo Example')), 'application/atom+xml', 'Bo Example'],
    [jsonOf({ author: { name: 'Ada Example' } }, {}), 'application/feed+json', 'Ada Example'],
    [jsonOf({ author: { name: 'Ada Example' } }, { author: { name: 'Bo Example' } }), 'application/feed+json', 'Bo Example'],
  ] as const;
  for (const [body, type, author] of cases) expect(await stepOf(body, type)).toMatchObject({ record: { author } });
});

test('addresses are relative to what xml:base says, of the feed, the item and its content', async () => {
  const content = `<content type="html" xml:base="parts/">&lt;p&gt;&lt;a href="jar"&gt;Jar&lt;/a&gt; ${long}</content>`;
  const atom = `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://old.example/"><title>T</title><entry xml:base="posts/"><title>One</title><link href="1"/>${content}</entry></feed>`;
  const step = await stepOf(atom, 'application/atom+xml');
  if (!step.kept) throw new Error(step.drop.rule);
  expect(step.record.markdown).toMatch(
    /^# T\n\n## \[One\]\(https:\/\/old\.example\/posts\/1\)\n\n\[Jar\]\(https:\/\/old\.example\/posts\/parts\/jar\)/,
  );
});

test('a feed that is sent as whatever XML, JSON or HTML is read as a feed; other XML and JSON by nobody', async () => {
  const body = rss(item(1, encoded(`<p>${long}</p>`)));
  for (const type of ['text/xml', 'application/xml', 'text/html'])
    expect(await stepOf(body, type)).toMatchObject({ record: { extractor: 'feed@4' } });
  expect(await stepOf('<cattle><cow/></cattle>', 'text/xml')).toMatchObject({ drop: { rule: 'unsupported-type' } });
  expect(await stepOf('{"version": "1"}', 'application/json')).toMatchObject({ drop: { rule: 'unsupported-type' } });
});
