import { closedByHours } from '../daily.ts';
import type { CrawlerRules } from '../rules.ts';
import { canonicalize } from '../../url/canonical.ts';
import { politenessKeyOf } from '../../url/politeness.ts';

/** Why the hosts of a crawler are not to be contacted now; null when they may be. */
export function closedNow({ config: { seeds }, hours }: Pick<CrawlerRules, 'config' | 'hours'>): string | null {
  const url = canonicalize(seeds[0] ?? '');
  return url === null ? null : (closedByHours(politenessKeyOf(url), hours, Date.now())?.because ?? null);
}
