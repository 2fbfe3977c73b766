import type { Exchange } from '../../src/archive/archive.ts';

/** An exchange whose body is `text`; `over` replaces what a test is about. */
export function exchange(n: number, text: string, over: Partial<Exchange> = {}): Exchange {
  return {
    url: `https://example.org/page/${n}`,
    at: Date.UTC(2026, 10, 24, 3, 0, 0, n % 1000) + n,
    ip: '192.0.2.7',
    request: { method: 'GET', headers: [['User-Agent', 'GarnerBot/0.1 (+https://example.org/bot)']] },
    status: 200,
    statusText: 'OK',
    headers: [
      ['Content-Type', 'text/html; charset=utf-8'],
      ['Vary', 'Accept'],
      ['Vary', 'Cookie'],
    ],
    body: Buffer.from(text),
    ...over,
  };
}
