/** What a host answers to the nth request for a page (from 1). */
export interface Behaviour {
  readonly status: number;
  /** Seconds, as `Retry-After`. */
  readonly retryAfter?: number;
  readonly tookMs: number;
}

/** One host of the synthetic web by which manners are checked. */
export interface PoliteHost {
  readonly name: string;
  /** Hosts of one key must not be visited at once. */
  readonly key: string;
  readonly address: string;
  /** Seconds, in its robots.txt. */
  readonly crawlDelay?: number;
  /** What its robots.txt answers at first. */
  readonly robots: readonly Behaviour[];
  readonly page: (nth: number) => Behaviour;
  /** What all else answers, for instance the files that speak for it; 404 by default. */
  readonly others?: Behaviour;
}

const fine = (tookMs: number): Behaviour => ({ status: 200, tookMs });

/** All hosts behave in one of these ways; `n` varies it. */
const KINDS: readonly ((n: number) => Partial<PoliteHost>)[] = [
  () => ({}),
  (n) => ({ crawlDelay: [2, 3, 5][n % 3] ?? 2 }),
  (n) => ({ page: () => fine(300 + (n % 5) * 100) }),
  (n) => ({ page: (nth) => (nth % 7 === 2 ? { status: 503, retryAfter: 2 + (n % 3), tookMs: 5 } : fine(10)) }),
  (n) => ({ page: (nth) => (nth % 9 === 2 ? { status: 429, retryAfter: 3 + (n % 2), tookMs: 5 } : fine(10)) }),
  () => ({ page: (nth) => (nth % 7 === 2 ? { status: 429, tookMs: 5 } : fine(20)) }),
  (n) => ({ robots: [{ status: 503, retryAfter: 2 + (n % 2), tookMs: 5 }] }),
  () => ({ page: (nth) => (nth > 2 && nth < 10 ? { status: 500, tookMs: 5 } : fine(10)) }),
  (n) => ({ page: (nth) => fine(nth % 5 === 0 ? 700 + (n % 3) * 100 : 10) }),
  (n) => ({ crawlDelay: 2, page: (nth) => (nth % 6 === 2 ? { status: 503, retryAfter: 1, tookMs: 5 } : fine(50 + (n % 2) * 400)) }),
];

/**
 * So many hosts: one in ten at one address (127.0.1.0), the others two at an address; one in five shares its registrable domain with the one
 * before it.
 */
export function politeHosts(count: number): readonly PoliteHost[] {
  return Array.from({ length: count }, (_, n) => {
    const isSibling = n % 5 === 4;
    const key = `site${isSibling ? n - 1 : n}.test`;
    const name = isSibling ? `www.${key}` : key;
    const address = n % 10 === 0 ? '127.0.1.0' : `127.0.1.${1 + (n >> 1)}`;
    // Kinds and the places above change in different rhythms, so that they meet in all ways.
    return { name, key, address, robots: [], page: () => fine(10 + (n % 4) * 10), ...KINDS[(n + Math.floor(n / 10)) % KINDS.length]?.(n) };
  });
}
