import type { Signal } from './signal.ts';

/** The verdict of robots.txt (RFC 9309) on fetching this URL. It is about access, so it says nothing about training. */
export const robotsTxt: Signal = {
  name: 'robots-txt',
  read({ access }) {
    if (access === null) return [];
    const { allowed, line, rule } = access;
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
