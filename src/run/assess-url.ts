import type { Config } from '../config/config.ts';
import { createHttpClient } from '../fetch/client.ts';
import { openSqliteLedger } from '../ledger/sqlite.ts';
import type { PageUrl } from '../records.ts';
import { type Judgement, judgePage } from '../refine/page.ts';
import type { HostFiles } from '../rights/host-files.ts';
import { crawlerFor } from './ad-hoc-crawler.ts';
import { arrive, type Missed } from './arrive.ts';
import { filesOf, inputOf } from './refined.ts';

/** What may be done with a page, and by which files and policy that was decided. */
export interface AssessedPage extends Judgement {
  readonly kind: 'assessed';
  readonly url: PageUrl;
  /** The robots.txt: digest of the file, or why there was none. */
  readonly robots: string;
  readonly files: HostFiles | null;
}

/** Fetches one page now, with the files that speak for its host, and judges it as a crawl and a build would. Stores nothing. */
export async function assessUrl(config: Config, url: PageUrl): Promise<AssessedPage | Missed> {
  const client = createHttpClient(config);
  const facts = await openSqliteLedger(':memory:');
  try {
    const arrived = await arrive({ config, client, facts }, url);
    if (arrived.kind !== 'arrived') return arrived;
    const { capture, body, robots, hostFiles } = arrived;
    const page = { capture, robots, ...(hostFiles !== null && { hostFiles }) };
    const known = await filesOf({ ledger: facts }, page);
    const judged = judgePage({ ...inputOf(config, crawlerFor(config, capture.finalUrl), page), ...known, body });
    if (!judged.kept) return { kind: 'dropped', url: capture.finalUrl, drop: judged.drop };
    return { kind: 'assessed', url: capture.finalUrl, robots, files: known.files ?? null, ...judged.record };
  } finally {
    await Promise.all([client.close(), facts.close()]);
  }
}
