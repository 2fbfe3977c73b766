import type { HostFacts } from '../../ledger/host-facts.ts';
import type { Instant, RunId } from '../../records.ts';

/** What a crawl was asked for besides its crawlers, for who makes its queue anew. */
export interface CrawlWish {
  readonly topic?: string;
  /** Every page is asked for, due or not. */
  readonly all?: boolean;
}

/** Puts it on record; what is the default needs no record. */
export async function putWish(facts: HostFacts, run: RunId, wish: CrawlWish, at: Instant): Promise<void> {
  if (Object.keys(wish).length === 0) return;
  await facts.put(run, 'crawl', { value: JSON.stringify(wish), at, expires: Number.MAX_SAFE_INTEGER });
}

export async function wishOf(facts: HostFacts, run: RunId): Promise<CrawlWish> {
  const fact = await facts.get(run, 'crawl');
  return fact === null ? {} : (JSON.parse(fact.value) as CrawlWish);
}
