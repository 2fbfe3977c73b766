import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseHtml } from '../../src/html/parse.ts';
import { assess } from '../../src/rights/assess.ts';
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
  /** CPU milliseconds a page, without and with assessing it. */
  readonly without: number;
  readonly with: number;
}

/** Pages are parsed, and then assessed or not; the same pages in the same run, in turns, the cheapest of some rounds. */
export function costOf(folder: string, rounds = 5): Cost {
  const files = readdirSync(join(folder, 'wcxb', 'html')).filter((name) => name.endsWith('.html.gz'));
  const pages = files
    .filter((_, i) => i % 3 === 0)
    .map((name) => gunzipSync(readFileSync(join(folder, 'wcxb', 'html', name))).toString('utf8'));
  const once = (assesses: boolean): number => {
    const before = process.cpuUsage();
    for (const html of pages) {
      const document = parseHtml(html);
      if (assesses) {
        const headers = [['Content-Type', 'text/html']] as const;
        assess({
          url: 'https://ex.org/a/page.html',
          userAgent: 'GarnerBot',
          headers,
          document,
          robots,
          wellKnown,
          documents,
          now: '2026-11-24T00:00:00Z',
        });
      }
    }
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000 / pages.length;
  };
  once(true);
  const [bare, full]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    bare.push(once(false));
    full.push(once(true));
  }
  return { pages: pages.length, without: Math.min(...bare), with: Math.min(...full) };
}

/** CPU milliseconds a page of the assessment alone, over parsed pages: what differs by less than the collector's noise. */
export function aloneOf(folder: string): number {
  const files = readdirSync(join(folder, 'wcxb', 'html')).filter((name) => name.endsWith('.html.gz'));
  let spent = 0;
  let count = 0;
  for (const [i, name] of files.entries()) {
    if (i % 3 !== 0) continue;
    const document = parseHtml(gunzipSync(readFileSync(join(folder, 'wcxb', 'html', name))).toString('utf8'));
    const input = {
      url: 'https://ex.org/a/page.html',
      userAgent: 'GarnerBot',
      document,
      robots,
      wellKnown,
      documents,
      now: '2026-11-24T00:00:00Z',
    };
    const before = process.cpuUsage();
    assess(input);
    const { user, system } = process.cpuUsage(before);
    spent += (user + system) / 1000;
    count += 1;
  }
  return spent / count;
}
