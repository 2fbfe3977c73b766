import { describe, expect, test } from 'vitest';
import { extract } from '../../../src/index.ts';

const TEXT = '<p>Paper goes into the blue bin, and glass into the green one. Both are emptied on Fridays.</p>'.repeat(3);
const page = (head: string, top: string): string => `<html><head>${head}</head><body><main>${top}${TEXT}</main></body></html>`;
const read = (head: string, top = '') => extract(page(head, top), { url: 'https://www.example.org/a/b' });

describe('title', () => {
  test.each([
    [
      'the heading that the page is called by',
      '<title>Bins of the town | Example</title>',
      '<h1>Bins of the town</h1>',
      'Bins of the town',
    ],
    ['no site at the end', '<title>Bins - Example</title>', '', 'Bins'],
    ['a dash within stays', '<title>Bins - a long history of their colours</title>', '', 'Bins - a long history of their colours'],
    [
      'not the site as a heading',
      '<meta property="og:site_name" content="Example"><title>Bins | Example</title>',
      '<h1>Example</h1><h1>Bins</h1>',
      'Bins',
    ],
    [
      'no name that its site gives itself, after a sign without spaces',
      '<meta property="og:site_name" content="示例网"><title>旧站场的未来-示例网</title>',
      '',
      '旧站场的未来',
    ],
    [
      'neither channels nor an unknown site after hyphens in Chinese',
      '<title>三月起旧站场改建为公园-要闻-示例网</title>',
      '',
      '三月起旧站场改建为公园',
    ],
    ['a route in Chinese stays', '<title>北京-上海-广州</title>', '', '北京-上海-广州'],
    [
      'no name of its site before a colon',
      '<meta property="og:site_name" content="The Elm Herald"><title>The Elm Herald: Bins</title>',
      '',
      'Bins',
    ],
    ['nor of its address', '<title>Example: Bins</title>', '', 'Bins'],
    ['nor after other signs', '<title>Bins « News « Example</title>', '', 'Bins'],
    ['quotes part nothing', '<title>Le « tri » de la ville - Example</title>', '', 'Le « tri » de la ville'],
    [
      'the heading where an editor has left its own title',
      '<title>Untitled Document</title>',
      '<h1>Bins of the town</h1>',
      'Bins of the town',
    ],
    ['likewise in Chinese', '<title>无标题文档</title>', '<h1>分类</h1>', '分类'],
    [
      'the heading of the article, after the name of the site',
      '<title>The Town | Bins of today</title>',
      '<article><h1>Bins of today</h1></article>',
      'Bins of today',
    ],
    [
      'no label in the heading of a paper',
      '<title>[2403.1] Paper bins</title><meta name="citation_title" content="Paper bins">',
      '<h1><span>Title:</span>Paper bins</h1>',
      'Paper bins',
    ],
    ['a permalink is no title', '<title>Bins — Docs</title>', '<h1>Bins<a href="#bins">¶</a></h1>', 'Bins'],
  ])('%s', async (_name, head, top, title) => {
    expect((await read(head, top)).title).toBe(title);
  });
});

describe('author', () => {
  test.each([
    ['in a class', '<h1>Bins</h1><div class="post-author">Ada Lovelace</div>', 'Ada Lovelace'],
    ['by a link', '<h1>Bins</h1>Words by <a rel="author" href="/ada">Ada Lovelace</a>', 'Ada Lovelace'],
    ['with a trade beside it', '<h1>Bins</h1><div class="author"><b>Ada Lovelace</b><i>Staff writer</i></div>', 'Ada Lovelace'],
    ['after the word for it', '<h1>Bins</h1><p>By Ada Lovelace | May 3, 2024</p>', 'Ada Lovelace'],
    ['on the line after the word for it', '<h1>Bins</h1><div>Written by</div><div>Ada Lovelace</div>', 'Ada Lovelace'],
    ['by an address', '<h1>Bins</h1><p>Words: <a href="/authors/ada">Ada Lovelace</a></p>', 'Ada Lovelace'],
    ['without the date after it', '<h1>Bins</h1><p>by: Ada Lovelace, 17 December 2025</p>', 'Ada Lovelace'],
    ['not a label', '<h1>Bins</h1><div class="author"><b>Author</b></div>', null],
    ['not a month', '<h1>Bins</h1><div class="author">Dec. 19, 2025</div>', null],
    ['without quotes', '<meta itemprop="author" content="&quot;Ada Lovelace&quot;"><h1>Bins</h1>', 'Ada Lovelace'],
    ['not a day of the week', '<h1>Bins</h1><div class="author">Sat</div>', null],
    ['whole where a part begins like a word between names', '<h1>Bins</h1><div class="author">ada lennys</div>', 'ada lennys'],
    [
      'in a box that a page builder made',
      '<h1>Bins</h1><div class="elementor-widget"><b class="author">Ada Lovelace</b></div>',
      'Ada Lovelace',
    ],
    [
      'both, by two links',
      '<h1>Bins</h1><p class="byline">By <a rel="author" href="/a">Ada Lovelace</a> and <a rel="author" href="/b">Charles Babbage</a></p>',
      'Ada Lovelace, Charles Babbage',
    ],
    [
      'both, by microdata',
      '<h1>Bins</h1><p><i itemprop="author"><b itemprop="name">Ada Lovelace</b></i> <i itemprop="author"><b itemprop="name">Charles Babbage</b></i></p>',
      'Ada Lovelace, Charles Babbage',
    ],
    [
      'not what else leads to them',
      '<h1>Bins</h1><p><a rel="author" href="/1">Ada Lovelace</a> <a rel="author" href="/1">All posts</a> <a rel="author" href="/2">Charles Babbage</a> <a rel="author" href="/2">All posts</a></p>',
      'Ada Lovelace, Charles Babbage',
    ],
    ['by RDFa', '<h1>Bins</h1><p>On <span rel="schema:author"><span property="schema:name">Ada Lovelace</span></span></p>', 'Ada Lovelace'],
    ['but not who reviewed it', '<h1>Bins</h1><p>Written by Ada Lovelace Reviewed by Charles Babbage</p>', 'Ada Lovelace'],
    ['without an address', '<h1>Bins</h1><p class="byline">By Ada Lovelace (ada@example.org)</p>', 'Ada Lovelace'],
    ['after a button', '<h1>Bins</h1><div class="author"><b>Follow</b> <b>Ada Lovelace</b></div>', 'Ada Lovelace'],
    ['who submitted it', '<h1>Bins</h1><p>Submitted by Ada Lovelace on Tue, 2024-03-05</p>', 'Ada Lovelace'],
    ['not a sentence', '<h1>Bins</h1><p>By clicking you agree to all terms</p>', null],
    ['not what things are sorted by', '<h1>Bins</h1><p>By category</p>', null],
    ['not the size of letters in Japanese', '<p>文字サイズ 大 中 小</p><h1>Bins</h1>', null],
    ['not a list of articles in Chinese', '<h1>Bins</h1><p>文章列表</p>', null],
    ['not what an author may do', '<h1>Bins</h1><p>Author guidelines</p>', null],
    ['not a year', '<h1>Bins</h1><p>By 2030 all bins will be gone</p>', null],
    ['not the head of a box', '<h1>Bins</h1><div class="author-info"><h4>About the author</h4></div>', null],
    ['not a count', '<h1>Bins</h1><div class="author-posts">12 posts</div>', null],
    ['not a list of tags', '<h1>Bins</h1><div class="contributor-tags">Tags: bins</div>', null],
    ['among labels in Chinese', '<h1>Bins</h1><p>来源：示例周刊　作者：王小波　时间：2024-03-05</p>', '王小波'],
    ['before the next work', '<h1>Bins</h1><p>文/张三丰　编辑/李四</p>', '张三丰'],
    ['a reporter in Chinese', '<h1>Bins</h1><p>示例日报记者 张三丰 通讯员 李四</p>', '张三丰'],
    ['a reporter in Korean', '<h1>Bins</h1><p>[서울=다라신문] 김민수 기자 = minsu@example.org</p>', '김민수'],
    ['a reporter in what is said to machines', '<meta itemprop="author" content="김민수 기자"><h1>Bins</h1>', '김민수'],
    ['in Hebrew', '<h1>Bins</h1><p>מאת: דנה לוי</p>', 'דנה לוי'],
    ['in Thai', '<h1>Bins</h1><p>โดย สมชาย ใจดี</p>', 'สมชาย ใจดี'],
    ['in Vietnamese', '<h1>Bins</h1><p>Đăng bởi Nguyễn Văn An vào ngày 5 tháng 3 năm 2024</p>', 'Nguyễn Văn An'],
    ['in Hindi', '<h1>Bins</h1><p>लेखक: राम शर्मा</p>', 'राम शर्मा'],
    ['in Arabic', '<h1>Bins</h1><p>كتب: أحمد السيد</p>', 'أحمد السيد'],
    ['not in a comment', '<h1>Bins</h1><div class="comments"><span class="author">Troll</span></div>', null],
  ])('%s', async (_name, top, author) => {
    expect((await read('<title>Bins</title>', top)).author).toBe(author);
  });
});

const article = '<title>Bins</title><meta property="og:type" content="article">';
const aside = (name: string): string => `<aside><a rel="author" href="/people/1">${name}</a></aside>`;

test.each([
  ['one who is named beside it', article, aside('Ada Lovelace'), 'Ada Lovelace'],
  ['nobody, where several are', article, aside('Ada Lovelace') + aside('Charles Babbage'), null],
  [
    'who is shown, before the site',
    `${article}<meta name="author" content="Example">`,
    '<div class="author">Ada Lovelace</div>',
    'Ada Lovelace',
  ],
  ['the site, where nobody is shown', `${article}<meta name="author" content="Example">`, '', 'Example'],
  [
    'all whom a paper names',
    `${article}<meta name="citation_author" content="Lovelace, Ada"><meta name="citation_author" content="Charles Babbage">`,
    '',
    'Ada Lovelace, Charles Babbage',
  ],
  [
    'all whom meta elements name',
    `${article}<meta property="article:author" content="Ada Lovelace"><meta property="article:author" content="Charles Babbage">`,
    '',
    'Ada Lovelace, Charles Babbage',
  ],
  [
    'one of those meta elements name, not the site',
    `${article}<meta property="og:site_name" content="Elm Herald"><meta name="author" content="Ada Lovelace"><meta name="author" content="Elm Herald">`,
    '',
    'Ada Lovelace',
  ],
  [
    'whom data of the page name, however it writes the address',
    `${article}<script type="application/ld+json">[{"@type":"Article","url":"/a/b.html","author":"Ada Lovelace"},{"@type":"FAQPage","@id":"/a/b.html#faq"}]</script>`,
    '',
    'Ada Lovelace',
  ],
  [
    'who is shown, before an account that is nobody’s',
    `${article}<meta name="author" content="admin">`,
    '<p>By Ada Lovelace</p>',
    'Ada Lovelace',
  ],
  ['nobody, where a template was not filled', `${article}<meta name="author" content="{{ author }}">`, '', null],
  [
    'one of two names in data',
    `${article}<script type="application/ld+json">{"@type":"Article","author":{"@type":"Person","givenName":"Ada","familyName":"Lovelace"}}</script>`,
    '',
    'Ada Lovelace',
  ],
  [
    'the one of this page, not of a teaser',
    `${article}<script type="application/ld+json">[{"@type":"Article","url":"/other","author":"Charles Babbage"},{"@type":"Article","url":"/a/b","author":"Ada Lovelace"}]</script>`,
    '',
    'Ada Lovelace',
  ],
  [
    'all in the list of a paper',
    `${article}<meta name="citation_authors" content="Lovelace, Ada; Babbage, Charles"><meta name="author" content="Ada Lovelace">`,
    '',
    'Ada Lovelace, Charles Babbage',
  ],
])('an article is by %s', async (_name, head, top, author) => {
  expect((await read(head, `<h1>Bins</h1>${top}`)).author).toBe(author);
});

test('who and when are looked for beside the heading that is the title', async () => {
  const header = `<h1>Example</h1>${'<p>Home of the bins of all towns</p>'.repeat(20)}`;
  const found = await read('<title>Paper bins - Example</title>', `${header}<h2>Paper bins</h2><p>By Ada Lovelace</p><p>3 May 2024</p>`);
  expect(found).toMatchObject({ title: 'Paper bins', author: 'Ada Lovelace', published: '2024-05-03' });
});

test.each([
  ['without its fragment', '<link rel="canonical" href="//www.example.org/a/b?x=1#top">', 'https://www.example.org/a/b?x=1'],
  ['beside the base', '<base href="https://example.net/x/"><link rel="canonical" href="b">', 'https://example.net/x/b'],
  ['not as a template left it', '<link rel="canonical" href="{{ url }}">', null],
  ['not as the front page', '<link rel="canonical" href="https://www.example.org/">', null],
  [
    'nor where the site was made, but where another says it',
    '<link rel="canonical" href="http://localhost:8080/a/b"><meta property="og:url" content="https://www.example.org/a/b">',
    'https://www.example.org/a/b',
  ],
  [
    'by the first link that says it',
    '<link rel="canonical" href=""><link rel="canonical" href="http://localhost/a/b"><link rel="canonical" href="/a/b?x=1">',
    'https://www.example.org/a/b?x=1',
  ],
  ['nor in a private network', '<link rel="canonical" href="http://192.168.0.7/a/b">', null],
  [
    'not as a script left it',
    '<link rel="canonical" href="undefined"><meta property="og:url" content="https://www.example.org/a/b">',
    'https://www.example.org/a/b',
  ],
])('the address is stated %s', async (_name, head, canonical) => {
  expect((await read(head)).canonical).toBe(canonical);
});

test.each([
  ['lang="zh-cmn-Hans-CN"', 'zh-Hans-CN'],
  ['lang="zh_TW"', 'zh-TW'],
  ['lang="" xml:lang="ja"', 'ja'],
  ['lang="english"', null],
  ['lang="{{ lang }}"', null],
])('the language is stated: %s', async (attribute, language) => {
  expect((await extract(`<html ${attribute}><title>Bins</title><body>${TEXT}`, { url: 'https://example.org/' })).language).toBe(language);
});

test('the site is called by its name, not by its address', async () => {
  expect((await read('<meta property="og:site_name" content="https://www.example.org">')).siteName).toBeNull();
  const data = '{"@type":"WebPage","isPartOf":{"@type":"WebSite","name":"The Town"}}';
  expect((await read(`<script type="application/ld+json">${data}</script>`)).siteName).toBe('The Town');
});

test('a person comes before the organization that publishes', async () => {
  const data = JSON.stringify({ '@type': 'Article', author: { '@type': 'Organization', name: 'The Town' } });
  const head = `<script type="application/ld+json">${data}</script>`;
  expect((await read(head, '<h1>Bins</h1><div class="author">Ada Lovelace</div>')).author).toBe('Ada Lovelace');
  expect((await read(head, '<h1>Bins</h1>')).author).toBe('The Town');
});

describe('date', () => {
  const FAR = '<h1>Bins</h1>' + '<p>Seven words stand here about a bin.</p>'.repeat(15);
  const day = '<time datetime="2024-05-06">6 May</time>';
  test.each([
    ['of another name of a meta element', '<meta name="w-published-date" content="2024-05-06">', ''],
    [
      'by microdata, before one in a comment',
      '',
      `<div class=comment><i itemprop=datePublished>2025-01-01</i></div><i itemprop=dateCreated>2024-05-06</i>`,
    ],
    ['by class', '', FAR + '<span class="post-date">May 6, 2024</span>'],
    [
      'of a question, before that of its answer',
      '',
      '<div itemprop=acceptedAnswer><i itemprop=datePublished>2025-01-01</i></div><i itemprop=dateCreated>2024-05-06</i>',
    ],
    ['by class, before that of a change', '', FAR + '<p class="date">May 6, 2024. <i>Updated: May 9, 2024</i></p>'],
    ['by a label far from the title', '', FAR + '<div><span>Posted on May 6, 2024</span></div>'],
    [
      'in data whose strings break lines',
      `<script type="application/ld+json">{"@type":"Article","a":"b\nc","datePublished":"2024-05-06"}</script>`,
      '',
    ],
    ['beside the text, if it is the only one', '', `<aside>${day}</aside>`],
    ['by RDFa', '', '<p>On <span property="schema:dateCreated" content="2024-05-06">Mon, 05/06/2024</span></p>'],
    ['in the title of an element, as microformats have it', '', '<time title="May 6, 2024 10:00">3 hours ago</time>'],
    ['as it is shown, not that of a change in the title of its element', '', '<time title="Last updated May 9, 2024">May 6, 2024</time>'],
    ['in a list of data', '<script type="application/ld+json">{"@type":"Article","datePublished":["2024-05-06"]}</script>', ''],
    ['as a typed value', '<script type="application/ld+json">{"@type":"Article","datePublished":{"@value":"2024-05-06"}}</script>', ''],
    [
      'of two times the one that is no change',
      '',
      '<p>Updated <time datetime="2024-05-09">9 May</time> Posted <time datetime="2024-05-06">6 May</time></p>',
    ],
    [
      'after that of a change, by microdata, in a line of its own',
      '',
      '<h1>Bins</h1><p><time itemprop="dateModified" datetime="2024-05-09">May 9, 2024</time></p><p>May 6, 2024</p>',
    ],
    [
      'of the page, not of today by a time',
      '',
      `<div class="todays-date"><time datetime="2026-11-29">today</time></div><h1>Bins</h1>${day}`,
    ],
  ])('%s', async (_name, head, top) => {
    expect((await read(head, top)).published).toBe('2024-05-06');
  });

  test.each([
    ['of today, by class', '', '<div class="current-date">May 6, 2024</div>'],
    ['of another change', '', '<div class="post-date">Updated May 6, 2024</div>'],
    ['of a clock that nobody set', '<meta property="article:published_time" content="-0001-11-30T00:00:00+00:00">', ''],
    ['one of several beside the text', '', `<aside>${day}<time datetime="2024-05-07">7 May</time></aside>`],
  ])('not %s', async (_name, head, top) => {
    expect((await read(head, FAR + top)).published).toBe(null);
  });
});

test.each([
  ['today', '<div id="current-date">Sunday, November 29, 2026</div>'],
  ['news that run by', '<ul class="news-ticker"><li>May 9, 2024: Fair</li></ul>'],
])('%s above the title dates nothing', async (_name, above) => {
  expect((await read('', `${above}<h1>Bins</h1>`)).published).toBe(null);
});

test('the site, the address and both dates', async () => {
  const head = `<meta property="og:site_name" content="Example"><link rel="canonical" href="/a/b?x=1"><meta property="article:published_time" content="2024-05-06T07:08:09+02:00">
<meta property="article:modified_time" content="2024-06-01">`;
  expect(await read(head)).toMatchObject({
    siteName: 'Example',
    canonical: 'https://www.example.org/a/b?x=1',
    published: '2024-05-06T07:08:09+02:00',
    modified: '2024-06-01',
  });
});

describe.each([
  ['beside the title', '<p>Updated May 9, 2024</p>', '2024-05-09'],
  ['in the title of its time', '<p><time class="updated" title="Last updated May 9, 2024">yesterday</time></p>', '2024-05-09'],
  ['by the word before its time', '<p>Last updated <time datetime="2024-05-09T10:00:00Z">9 May</time></p>', '2024-05-09T10:00:00Z'],
])('a change that is said %s', (_name, change, modified) => {
  test('is no publication', async () => {
    expect(await read('<title>Bins</title>', `<h1>Bins</h1>${change}<p>Posted May 6, 2024</p>`)).toMatchObject({
      published: '2024-05-06',
      modified,
    });
  });

  test('is the day of a page that shows no other', async () => {
    expect(await read('<title>Bins</title>', `<h1>Bins</h1>${change}`)).toMatchObject({ published: modified, modified });
  });
});

test('a change that only machines are told dates nothing', async () => {
  const change = '<h1>Bins</h1><i itemprop="dateModified" content="2024-05-09">yesterday</i>';
  expect(await read('<title>Bins</title>', change)).toMatchObject({ published: null, modified: '2024-05-09' });
});

test('the day in the header of the site is not that of the page', async () => {
  const header = '<header><p>Friday, November 27, 2026</p></header>';
  const found = await extract(`<title>Bins</title>${header}<main><h1>Bins</h1><p>By Ada Lovelace</p>${TEXT}</main>`, {
    url: 'https://example.org/a',
  });
  expect(found.published).toBeNull();
});

test.each([
  ['fr', { published: '2024-06-05', modified: '2024-07-06' }],
  ['en', { published: null, modified: null }],
])('a day that could be a month is read as the language of the page has it: %s', async (language, dates) => {
  const days = '<p>Publié le 05/06/2024</p><p>Mis à jour le <time>06/07/2024</time></p>';
  expect(await extract(`<html lang="${language}"><title>Bacs</title><h1>Bacs</h1>${days}${TEXT}`, { url: '' })).toMatchObject(dates);
});

test('of a day that two say, the instant is taken', async () => {
  const head = `<script type="application/ld+json">{"@type":"Article","datePublished":"20240506T10:30:00"}</script>
<meta property="article:published_time" content="2024-05-06T10:30:00+09:00">`;
  expect((await read(head)).published).toBe('2024-05-06T10:30:00+09:00');
});

test('structured data stands in for text that only a script would show', async () => {
  const data = { '@type': 'NewsArticle', headline: 'Bins', articleBody: 'The first paragraph is here.\n\nAnd the second one follows it.' };
  const { text, markdown } = await extract(
    `<title>Bins</title><div id=app></div><script type="application/ld+json">${JSON.stringify(data)}</script>`,
    {
      url: 'https://example.org/',
    },
  );
  expect(text).toBe('Bins\n\nThe first paragraph is here.\n\nAnd the second one follows it.');
  expect(markdown).toBe(text);
});

test('questions and answers of structured data', async () => {
  const data = {
    '@type': 'QAPage',
    mainEntity: {
      '@type': 'Question',
      name: 'Which bin?',
      text: 'Which bin is for paper?',
      acceptedAnswer: { '@type': 'Answer', text: '<p>The <b>blue</b> one.</p>' },
    },
  };
  const { markdown } = await extract(`<div id=app></div><script type="application/ld+json">${JSON.stringify(data)}</script>`, { url: '' });
  expect(markdown).toContain('Which bin is for paper?\n\nThe **blue** one.');
});
