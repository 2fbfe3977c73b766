import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type HtmlDocument, parseHtml } from '../../src/html/parse.ts';
import { assess } from '../../src/rights/assess.ts';
import { watchForRights } from '../../src/rights/licence/notice.ts';
import { parseRobots } from '../../src/robots/robots.ts';

/** A robots.txt as many sites have it, with signals of most kinds. */
const robots = parseRobots(`User-agent: *
Content-Signal: search=yes, ai-input=yes
Content-Usage: search=y
Disallow: /admin/
Disallow: /*?session=
Allow: /

User-agent: GPTBot
User-agent: CCBot
User-agent: ClaudeBot
Disallow: /members/

License: https://ex.org/license.xml
Sitemap: https://ex.org/sitemap.xml
`);
const wellKnown = {
  '/.well-known/tdmrep.json': '[{"location":"/premium/","tdm-reservation":1}]',
  '/ai.txt': 'User-Agent: *\nDisallow: *.jpg\nAllow: *.html\n',
};
const documents = {
  'https://ex.org/license.xml':
    '<rsl xmlns="https://rslstandard.org/rsl"><content url="/premium/"><license><prohibits type="usage">ai-train</prohibits></license></content></rsl>',
};

export interface Cost {
  readonly pages: number;
  /** CPU milliseconds a page, all threads, without and with assessing it. */
  readonly without: number;
  readonly with: number;
  /** What assessing adds, in each round. */
  readonly rounds: readonly number[];
}

/** Of so many pages together CPU time is told: the system counts it in steps of some milliseconds. */
const together = 25;

/**
 * Every third page of the set is parsed alone, or parsed by a parser that is watched for rights and then assessed. Both ways take turns at the same
 * pages, so that the machine's other work falls on both; of each group of pages the cheapest of some rounds counts, the collector's share included.
 */
export function costOf(folder: string, rounds = 7): Cost {
  const pages = readdirSync(join(folder, 'wcxb', 'html'))
    .filter((name) => name.endsWith('.html.gz'))
    .filter((_, i) => i % 3 === 0)
    .map((name) => gunzipSync(readFileSync(join(folder, 'wcxb', 'html', name))).toString('utf8'));
  const groups = Array.from({ length: Math.ceil(pages.length / together) }, (_, i) => pages.slice(i * together, (i + 1) * together));
  const bare = (html: string): unknown => parseHtml(html);
  const full = (html: string): unknown => assessed(parseHtml(html, {}, watchForRights));
  const measured = Array.from({ length: rounds + 1 }, (_, round) =>
    groups.map((group, i) => {
      const bareFirst = (round + i) % 2 === 0;
      const [one, other] = (bareFirst ? [bare, full] : [full, bare]).map((read) => cpuMs(() => group.forEach(read)));
      return bareFirst ? { without: one ?? 0, with: other ?? 0 } : { without: other ?? 0, with: one ?? 0 };
    }),
  ).slice(1);
  const cheapest = (way: 'without' | 'with'): number =>
    groups.reduce((sum, _, i) => sum + Math.min(...measured.map((round) => round[i]?.[way] ?? Number.POSITIVE_INFINITY)), 0) / pages.length;
  return {
    pages: pages.length,
    without: cheapest('without'),
    with: cheapest('with'),
    rounds: measured.map((round) => round.reduce((sum, group) => sum + group.with - group.without, 0) / pages.length),
  };
}

const assessed = (document: HtmlDocument): unknown =>
  assess({
    url: 'https://ex.org/a/page.html',
    userAgent: 'GarnerBot',
    headers: [['Content-Type', 'text/html']],
    document,
    robots,
    wellKnown,
    documents,
    now: '2026-11-24T00:00:00Z',
  });

/** CPU milliseconds of all threads. */
export function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
