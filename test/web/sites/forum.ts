import type { Chance } from '../chance.ts';
import { MATERIALS, type Article } from '../compose.ts';
import type { Item } from '../prose/material.ts';
import { escape, layOut } from '../layout.ts';
import { html, type Expectation, type Site } from '../page.ts';
import { indexPage, robotsTxt, SiteMaker } from '../site-maker.ts';

const NAME = 'Sorting Forum';
const THREADS = 8;
const NAMES = ['tinlid', 'MossyBucket', 'paula_p', 'third-floor', 'greyhat bin', 'compostella'];

/** Threads whose posts are the content, and a link that makes every address longer by one segment, for ever. */
export function forum(chance: Chance): Site {
  const site = new SiteMaker('forum.test', 'last-modified');
  const threads = chance
    .shuffle(MATERIALS.en.items)
    .slice(0, THREADS)
    .map((item, n) => thread(item, n, chance));
  for (const [n, { article, markup }] of threads.entries()) {
    site.article(`/t/${n}/`, { site: NAME, article, body: markup }, { ...grown(n), hard: true });
  }
  const links = threads.map(({ article }, n) => [`/t/${n}/`, article.title] as const);
  site.article('/', indexPage(NAME, 'en', NAME, links), { outcome: 'unjudged', because: 'the front page' });
  site.expect('/t/0/reply/', { outcome: 'unjudged', because: 'a relative link that grows without end, which scope or limits must bound' });
  site.serve('/robots.txt', robotsTxt('User-agent: *', 'Disallow: /profile/', 'Disallow: /*?sort='));
  site.expect('/profile/tinlid', { outcome: 'refused', because: 'robots.txt disallows /profile/' });
  site.expect('/t/0/?sort=votes', { outcome: 'refused', because: 'robots.txt disallows ?sort=' });
  site.beyond((path) => {
    const [, n] = /^\/t\/(\d+)\/(?:reply\/)+$/.exec(path) ?? [];
    const found = n === undefined ? undefined : threads[Number(n)];
    return found === undefined ? null : html(layOut({ site: NAME, article: found.article, body: found.markup }));
  });
  return site.done();
}

/** The address that a reply link gives, and the one that follows from it, show the thread again. */
const grown = (n: number): Pick<Expectation, 'outcome' | 'because' | 'sameAs'> => ({
  outcome: 'duplicate',
  because: 'a thread, shown again under longer addresses',
  sameAs: ['', 'reply/', 'reply/reply/'].map((tail) => `http://forum.test/t/${n}/${tail}`),
});

function thread(item: Item, n: number, chance: Chance): { readonly article: Article; readonly markup: string } {
  const kind = MATERIALS.en.kinds[item.kind];
  const posts = [
    `Moved into a shared flat last week and we already disagree about ${item.name}. My flatmate throws them wherever there is room, I carry them around for days. What do the rest of you do, and does it matter in the end?`,
    `It does matter. ${item.sort}`,
    `What helped in our house was a note on the cupboard door. ${item.prepare}`,
    `${chance.pick(kind)} That is what the woman at the recycling centre told me, and she should know after twenty years at the ramp.`,
    'Thank you all! We have agreed on one place under the sink, and whoever gets it wrong makes the coffee.',
  ];
  const markup = posts.map((post, at) => {
    const who = at === 0 || at === posts.length - 1 ? NAMES[n % NAMES.length] : NAMES[(n + at) % NAMES.length];
    return `<div class="post" id="p${at}"><div class="post-author"><a href="/profile/${escape(who ?? '').replaceAll(' ', '-')}">${escape(who ?? '')}</a> <time datetime="2026-0${1 + (n % 9)}-0${at + 1}">0${at + 1}/0${1 + (n % 9)}/2026</time></div>
<div class="post-body"><p>${escape(post)}</p></div><div class="post-tools"><a href="reply/">Reply</a> <a href="?sort=votes">By votes</a></div></div>`;
  });
  return { article: { slug: `${n}`, language: 'en', title: `Where do ${item.name} go?`, paragraphs: posts }, markup: markup.join('\n') };
}
