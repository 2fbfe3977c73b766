import { chanceOf } from '../web/chance.ts';
import { notice } from '../web/compose.ts';
import { redirect, type Site, type Validator } from '../web/page.ts';
import { robotsTxt, SiteMaker } from '../web/site-maker.ts';

/**
 * A site in which every page is found on one other page alone, so that a link that is lost loses pages: `/` leads to `/1` and `/2`, page n
 * to 2n+1 and 2n+2, and every fifth page has moved.
 */
export function treeSite(host: string, pages: number, seed: number, validator?: Validator): Site {
  const site = new SiteMaker(host, validator);
  const chance = chanceOf(seed);
  site.serve('/robots.txt', robotsTxt('User-agent: *', 'Disallow: /private/'));
  for (let n = 0; n < pages; n += 1) {
    const below = [2 * n + 1, 2 * n + 2].filter((each) => each < pages).map((each) => [`/${each}`, `Page ${each}`] as const);
    const moved = n % 5 === 4;
    const path = n === 0 ? '/' : `/${n}`;
    const own = moved ? `/moved/${n}` : path;
    if (moved) site.serve(path, redirect(301, own), { outcome: 'redirect', because: 'moved' });
    site.article(own, { site: host, article: notice('en', n, chance), related: [...below, ['/private/1', 'Staff'] as const] });
  }
  site.expect('/private/1', { outcome: 'refused', because: 'robots.txt disallows it' });
  return site.done();
}
