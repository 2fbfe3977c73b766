import { expect, test } from 'vitest';
import { extract } from '../../../src/index.ts';

const TEXT = '<p>Paper goes into the blue bin, and glass into the green one. Both are emptied on Fridays.</p>'.repeat(3);
const typeOf = async (html: string, url = 'https://example.org/a/b'): Promise<unknown> => (await extract(html, { url })).pageType;

const html = (attributes: string): string => `<html ${attributes}><title>Bins</title><body><h1>Bins</h1>${TEXT}`;
const body = (attributes: string): string => `<title>Bins</title><body ${attributes}><h1>Bins</h1>${TEXT}`;

test.each([
  ['XenForo', html('id="XF" data-app="public" data-template="thread_view"'), html('id="XF" data-app="public" data-template="forum_view"')],
  ['phpBB', body('id="phpbb" class="nojs notouch section-viewtopic ltr"'), body('id="phpbb" class="nojs notouch section-viewforum ltr"')],
  ['Discuz', body('id="nv_forum" class="pg_viewthread"'), body('id="nv_portal" class="pg_view"')],
  ['Invision', body('data-pageapp="forums" data-pagecontroller="topic"'), body('data-pageapp="cms" data-pagecontroller="page"')],
  [
    'Flarum',
    `<title>Bins</title><script type="application/ld+json">{"@type":["DiscussionForumPosting"],"headline":"Bins"}</script><h1>Bins</h1>${TEXT}`,
    `<title>Bins</title><script type="application/ld+json">{"@type":["WebPage"],"name":"Bins"}</script><h1>Bins</h1>${TEXT}`,
  ],
])('a thread of %s is a forum', async (_name, thread, other) => {
  expect(await typeOf(thread)).toBe('forum');
  expect(await typeOf(other)).not.toBe('forum');
});

test.each([
  ['https://example.org/viewtopic.php?t=12', ''],
  ['https://example.org/forum/showthread.php?12-Bins', ''],
  ['https://example.org/index.php?PHPSESSID=1&topic=12.0', ''],
  ['https://example.org/t/bins/12', '<meta name="generator" content="Discourse 3.3.0">'],
])('a page at %s is a forum', async (url, head) => {
  expect(await typeOf(head + body(''), url)).toBe('forum');
  expect(await typeOf(head + body(''), 'https://example.org/about.php?topic=bins')).not.toBe('forum');
});

test('an article that tells of a thread elsewhere is none', async () => {
  const things = '[{"@type":"NewsArticle","headline":"Bins"},{"@type":"DiscussionForumPosting","headline":"Bins?"}]';
  expect(await typeOf(`<title>Bins</title><script type="application/ld+json">${things}</script><h1>Bins</h1>${TEXT}`)).not.toBe('forum');
});

test('a post of Blogger is an article, and a page of it whatever it looks like', async () => {
  const post = `<meta content='blogger' name='generator'/><title>Bins</title><h3 class="post-title">Bins</h3><p>Emptied on Fridays, all of them.</p><ul>${'<li><a href="/">A bin</a>'.repeat(9)}</ul>`;
  expect(await typeOf(post, 'https://bins.example/p/about.html')).not.toBe('article');
  expect(await typeOf(post, 'https://bins.example/2024/05/bins.html?m=1')).toBe('article');
  expect(await typeOf(post.replace('blogger', 'other'), 'https://bins.example/2024/05/bins.html')).not.toBe('article');
});
