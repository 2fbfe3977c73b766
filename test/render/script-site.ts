import { chanceOf } from '../web/chance.ts';
import { notice } from '../web/compose.ts';
import { escape } from '../web/layout.ts';
import { html, type Site, text } from '../web/page.ts';
import { robotsTxt, SiteMaker } from '../web/site-maker.ts';

const SHELL = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Loading</title><link rel="stylesheet" href="/app.css">
<script defer src="/app.js"></script></head><body><div id="app"></div><noscript>Please switch JavaScript on.</noscript>
<img src="/picture.png" alt=""><iframe src="/frame"></iframe></body></html>`;

/** Asks for the text of the page that it stands in, and puts it there. */
const APP = `
const style = document.querySelector('link[rel=stylesheet]');
Promise.all([
  fetch('/api' + location.pathname + '.json').then((answer) => answer.json()),
  fetch('/private/counter.json').catch(() => null),
  fetch('/api/visit', { method: 'POST', body: '1' }).catch(() => null),
]).then(([page]) => {
  document.title = page.title;
  const article = document.createElement('article');
  article.innerHTML = '<h1></h1>' + page.paragraphs.map(() => '<p></p>').join('') + '<ul>' + page.links.map((to) => '<li><a href="' + to + '">' + to + '</a></li>').join('') + '</ul>';
  article.querySelector('h1').textContent = page.title;
  article.querySelectorAll('p').forEach((p, n) => { p.textContent = page.paragraphs[n]; });
  document.getElementById('app').append(article);
});`;

/**
 * A site whose pages `/page/0` … are made by scripts and lead to the next two, and to a neighbour each that is not (`/plain/n`). `private/` is
 * closed by robots.txt.
 */
export function scriptSite(host: string, pages: number): Site {
  const site = new SiteMaker(host);
  const chance = chanceOf(7);
  site.serve('/robots.txt', robotsTxt('User-agent: *', 'Disallow: /private/'));
  site.serve('/app.js', text(APP, 'text/javascript'));
  for (let n = 0; n < pages; n += 1) {
    const { title, paragraphs } = notice('en', n, chance);
    const links = [...[2 * n + 1, 2 * n + 2].filter((each) => each < pages).map((each) => `/page/${each}`), `/plain/${n}`];
    site.serve(`/page/${n}`, html(SHELL), { outcome: 'kept', because: 'its scripts make an article', title, text: paragraphs });
    site.serve(`/api/page/${n}.json`, text(JSON.stringify({ title, paragraphs, links }), 'application/json'));
    const plain = notice('en', pages + n, chance);
    const body = plain.paragraphs.map((each) => `<p>${escape(each)}</p>`).join('\n');
    const markup = `<!doctype html><html lang="en"><title>${escape(plain.title)}</title><script src="/menu.js"></script><article><h1>${escape(plain.title)}</h1>${body}</article>`;
    site.serve(`/plain/${n}`, html(markup), { outcome: 'kept', because: 'an article', title: plain.title, text: plain.paragraphs });
  }
  return site.done();
}
