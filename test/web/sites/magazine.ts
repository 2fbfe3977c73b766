import type { Chance } from '../chance.ts';
import { notice } from '../compose.ts';
import type { LayOut } from '../layout.ts';
import type { Expectation, Reply, Site } from '../page.ts';
import { indexPage, robotsTxt, SiteMaker } from '../site-maker.ts';
import { allRightsReserved, ccBy, conflictingFooter, conflictingHead } from './licences.ts';

const NAME = 'Bin & Gone Magazine';

interface Case {
  readonly path: string;
  readonly label: string;
  readonly page?: Partial<LayOut>;
  readonly headers?: Reply['headers'];
  readonly known?: Partial<Expectation>;
}

const refused = (because: string): Partial<Expectation> => ({ outcome: 'dropped', because });

const cases: readonly Case[] = [
  { path: '/open', label: 'An open page', page: { footer: ccBy }, known: { licence: 'CC-BY-4.0' } },
  { path: '/reserved', label: 'A reserved page', page: { footer: allRightsReserved } },
  {
    path: '/torn',
    label: 'Two licences',
    page: { head: conflictingHead, footer: conflictingFooter },
    known: { because: 'an article whose licences contradict each other', licence: null },
  },
  {
    path: '/no-ai',
    label: 'Opted out in the page',
    page: { head: '<meta name="robots" content="noai, noimageai">' },
    known: refused('robots meta says noai'),
  },
  {
    path: '/no-ai-header',
    label: 'Opted out in the header',
    headers: [['X-Robots-Tag', 'noai']],
    known: refused('X-Robots-Tag says noai'),
  },
  {
    path: '/no-ai-open',
    label: 'Opted out and open',
    page: { head: '<meta name="robots" content="noai">', footer: ccBy },
    known: refused('robots meta says noai, and an open licence does not override it'),
  },
  {
    path: '/other-bot',
    label: 'For another robot',
    headers: [['X-Robots-Tag', 'otherbot: noai, noindex']],
    known: { because: 'an article: the header speaks to another robot' },
  },
  {
    path: '/dead-end',
    label: 'A page whose links are not to be followed',
    page: { head: '<meta name="robots" content="nofollow">', related: [['/behind-nofollow', 'Go on']] },
    known: { because: 'an article with nofollow' },
  },
  { path: '/behind-nofollow', label: '', known: { outcome: 'refused', because: 'only a nofollow page links here' } },
];

/** One page for every way of stating rights. */
export function magazine(chance: Chance): Site {
  const site = new SiteMaker('magazine.test');
  for (const [n, { path, page, headers, known }] of cases.entries()) {
    // Numbers of their own, so that no text is like that of another host.
    site.article(path, { site: NAME, article: notice('en', 400 + n * 3, chance), ...page }, known, headers);
  }
  site.article(
    '/internal/minutes',
    { site: NAME, article: notice('en', 490, chance) },
    { outcome: 'refused', because: 'robots.txt disallows /internal/ to our robot by name' },
  );
  const links = [
    ...cases.filter(({ label }) => label !== '').map(({ path, label }) => [path, label] as const),
    ['/internal/minutes', 'Minutes'] as const,
  ];
  site.article('/', indexPage(NAME, 'en', NAME, links), { outcome: 'unjudged', because: 'the front page' });
  site.serve(
    '/robots.txt',
    robotsTxt('User-agent: GarnerBot', 'Disallow: /internal/', '', 'User-agent: OtherBot', 'Disallow: /', '', 'User-agent: *', 'Allow: /'),
  );
  return site.done();
}
