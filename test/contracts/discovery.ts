import type { Discovery, PageUrl, PolitenessKey } from '../../src/records.ts';

/** A discovery on `host`.test; `over` replaces what a test is about. */
export function discovery(host: string, path: string, over: Partial<Discovery> = {}): Discovery {
  return {
    url: `https://${host}.test/${path}` as PageUrl,
    key: `${host}.test` as PolitenessKey,
    crawler: 'demo',
    role: 'page',
    via: 'seed',
    depth: 0,
    hops: 0,
    priority: 128,
    ...over,
  };
}
