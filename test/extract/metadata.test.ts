import { describe, expect, test } from 'vitest';
import { languageTag, type Metadata, metadataOf, nameOf } from '../../src/extract/metadata.ts';
import type { Select } from '../../src/extract/extract.ts';
import { parseHtml } from '../../src/html/parse.ts';

function read(html: string, select: Partial<Select> = {}, language: string | null = null): Metadata {
  const document = parseHtml(html);
  return metadataOf(
    {
      url: 'https://example.org/',
      mediaType: 'text/html',
      text: html,
      document,
      body: new Uint8Array(0),
      frontMatter: null,
      select: { remove: [], ...select },
      language,
    },
    document,
  );
}

const jsonLd = (data: unknown): string => `<script type="application/ld+json">${JSON.stringify(data)}</script>`;

describe('title', () => {
  test.each([
    ['what a selector names', '<title>a</title><h2 class=t>b &amp;amp; c</h2>', { title: '.t' }, 'b & c'],
    ['else the Open Graph title', '<meta property="og:title" content="a"><title>b</title>', {}, 'a'],
    ['else the title element', '<title> a\n b </title><h1>c</h1>', {}, 'a b'],
    ['else the first heading', '<h1>a <b>b</b></h1>', {}, 'a b'],
    ['else none', '<p>a', {}, null],
  ])('%s', (_name, html, select, title) => {
    expect(read(html, select).title).toBe(title);
  });
});

describe('author', () => {
  test.each([
    ['what a selector names', '<meta name=author content=a><i class=w>By  Ada  Lovelace</i>', { author: '.w' }, 'Ada Lovelace'],
    ['the authors of the article', jsonLd({ '@type': 'Article', author: [{ name: 'A' }, 'B', { name: 'A' }] }), {}, 'A, B'],
    [
      'an author by reference',
      jsonLd({
        '@graph': [
          { '@type': 'BlogPosting', author: { '@id': '#a' } },
          { '@id': '#a', name: 'A' },
        ],
      }),
      {},
      'A',
    ],
    ['not the author of the site', jsonLd({ '@type': 'WebSite', author: { name: 'A' } }), {}, null],
    ['the meta element', '<meta name="author" content="A. B.">', {}, 'A. B.'],
    ['not an address', '<meta property="article:author" content="https://social.example/a">', {}, null],
    [
      'as a statement in CDATA',
      '<script type="application/ld+json">//<![CDATA[\n{"@type":"Article","author":"Ada Example"};\n//]]></script>',
      {},
      'Ada Example',
    ],
    ['broken data says nothing', '<script type="application/ld+json">{"@type": </script>', {}, null],
  ])('%s', (_name, html, select, author) => {
    expect(read(html, select).author).toBe(author);
  });

  test.each([
    ['By Ada', 'Ada'],
    ['作者：林小满', '林小满'],
    ['von Neumann', 'von Neumann'],
    ['Von Trier', 'Von Trier'],
    ['Von Max Müller', 'Max Müller'],
    ['written by: Max', 'Max'],
    ['Byron', 'Byron'],
    ['@handle', null],
    ['ada@example.org', null],
    ['mailto:ada@example.org (Ada Example)', 'Ada Example'],
    ['Ada Example, Staff Reporter', 'Ada Example'],
    ['Ada Example, Education Editor, Bo Example, journaliste', 'Ada Example, Bo Example'],
    ['Ada Example, Redakteurin', 'Ada Example'],
    ['Ada Example, Editor and Publisher', 'Ada Example'],
    ['Ada Example, Editor in Chief, and Bo Example', 'Ada Example and Bo Example'],
    ['Ada Example, Senior Editor; Bo Example, Writer', 'Ada Example; Bo Example'],
    ['Ada Example, Senior Editor and Bo Example', 'Ada Example, Senior Editor and Bo Example'],
    ['Ada Example, Reporters Without Borders', 'Ada Example, Reporters Without Borders'],
    ['記者林大明／台北報導', '林大明'],
    ['本报记者 张三、李小四', '张三、李小四'],
    ['記者無國界組織', '記者無國界組織'],
    ['x'.repeat(101), null],
    [null, null],
  ])('the name in %s', (written, name) => {
    expect(nameOf(written)).toBe(name);
  });
});

describe('published', () => {
  const time = '<time datetime="2020-01-02">2 Jan</time>';
  test.each([
    ['what a selector names', `${time}<b id=d>2021年3月4日</b>`, { date: '#d' }, '2021-03-04'],
    ['an element with a machine-readable date', `<b id=d><time datetime="2021-03-04">today</time></b>`, { date: '#d time' }, '2021-03-04'],
    ['the article in JSON-LD', jsonLd([{ '@type': ['NewsArticle'], datePublished: '2020-05-06T07:08:09Z' }]), {}, '2020-05-06T07:08:09Z'],
    ['not other things in it', jsonLd({ '@type': 'Event', datePublished: '2020-05-06' }), {}, null],
    ['a meta property', '<meta property="article:published_time" content="2020-05-06T07:08:09+02:00">', {}, '2020-05-06T07:08:09+02:00'],
    ['an itemprop', '<meta itemprop="datePublished" content="2020-05-06">', {}, '2020-05-06'],
    ['the time of the article', `<article>${time}</article>`, {}, '2020-01-02'],
    ['not a time beside it', `${time}<article><aside>${time}</aside></article>`, {}, null],
    ['not a date that can be read two ways', '<meta name="date" content="05/06/2020">', {}, null],
  ])('%s', (_name, html, select, published) => {
    expect(read(html, select).published).toBe(published);
  });
});

describe('language', () => {
  test.each([
    ['<html lang="zh-hans-cn">', null, 'zh-Hans-CN'],
    ['<html xml:lang="de">', null, 'de'],
    ['<html lang=""><meta http-equiv="Content-Language" content="en_US, de">', null, 'en-US'],
    ['<html lang="not a language">', 'fr', 'fr'],
    ['<html>', null, null],
  ])('%s', (html, hint, language) => {
    expect(read(html, {}, hint).language).toBe(language);
  });

  test('a tag is canonical or nothing', () => {
    expect(languageTag('EN-gb')).toBe('en-GB');
    expect(languageTag('x')).toBeNull();
    expect(languageTag('zh-yue-HK')).toBe('yue-HK');
    expect(['en-USA', 'pt-BRA', 'es-esp', 'zh-CHN'].map(languageTag)).toEqual([null, null, null, null]);
  });
});
