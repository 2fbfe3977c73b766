import { readSitemap } from '../discover/sitemap.ts';
import type { RunId } from '../records.ts';
import type { HarvestParts } from './harvest-page.ts';
import { heldOf } from './held.ts';
import { datedOf } from './listed.ts';

/** Reads the lists once more that an earlier process of the run has read. */
export async function recallListed(
  parts: Pick<HarvestParts, 'config' | 'ledger' | 'archive' | 'rules' | 'listed'>,
  run: RunId,
): Promise<void> {
  for await (const entry of parts.ledger.byRun(run)) {
    const { role, outcome, url, crawler } = entry;
    const isList = (role === 'sitemap' || role === 'feed') && (outcome.kind === 'page' || outcome.kind === 'unchanged');
    if (!isList || parts.rules.get(crawler)?.config.revisit === undefined) continue;
    // It may have been erased meanwhile.
    const held = await heldOf(parts, entry);
    if (held !== null) await parts.listed.note(datedOf((await readSitemap(held.body, url, { bytes: parts.config.limits.sitemap })).pages));
  }
}
