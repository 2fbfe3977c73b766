import type { Signal } from './signal.ts';

/** The verdict of robots.txt (RFC 9309) on fetching this URL. It is about access, so it says nothing about training. */
export const robotsTxt: Signal = {
  name: 'robots-txt',
  read({ robots, agent, url }) {
    if (robots === null) return [];
    const { allowed, line, rule } = robots.decide(agent, url);
    const crawl = allowed ? 'allow' : 'deny';
    return [
      {
        signal: `robots:crawl=${crawl}`,
        silent: true,
        quote: rule ?? '',
        where: line === undefined ? 'robots.txt' : `robots.txt:${line}`,
        ...(line !== undefined && { line }),
        file: '/robots.txt',
        says: { crawl },
      },
    ];
  },
};
