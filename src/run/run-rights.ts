import type { Config } from '../config/config.ts';
import { isForRights, RightsCount } from '../corpus/rights-count.ts';
import { Counter } from '../corpus/tally.ts';
import type { Ledger, LedgerEntry, Standing } from '../ledger/ledger.ts';
import type { RunId } from '../records.ts';
import type { RunRights } from '../report/run-figures.ts';
import type { Staging } from '../refine/staging.ts';
import { stagedResult } from './refined.ts';

/** Pages whose results are read for a report. */
const MOST = 20_000;

interface Parts {
  readonly config: Config;
  readonly ledger: Ledger;
  readonly staging: Pick<Staging, 'get'>;
}

/** A preview of what a build by today's policy would say of a run's pages; refused URLs are counted too. */
export async function runRights(parts: Parts, run: RunId): Promise<RunRights> {
  const rights = new RightsCount();
  const licences = new Counter();
  let [looked, refused, isPart] = [0, 0, false];
  for await (const entry of parts.ledger.byRun(run)) {
    const { outcome, role } = entry;
    if (role !== 'page') continue;
    if (outcome.kind === 'refused' && isForRights(outcome.drop)) {
      refused += 1;
      rights.drop(outcome.drop);
    }
    const page = await pageOf(parts.ledger, entry);
    if (page === null) continue;
    isPart = looked >= MOST;
    if (isPart) continue;
    const step = (await stagedResult(parts.config, parts.staging, { ...page, crawler: entry.crawler }))?.step;
    if (step === undefined) continue;
    looked += 1;
    if (!step.kept) rights.drop(step.drop);
    else {
      rights.keep(step.record.rights);
      licences.add(step.record.rights.licence.id ?? 'unknown');
    }
  }
  return { rights: rights.figures(), licences: licences.tally(), looked, refused, isPart };
}

async function pageOf(ledger: Ledger, entry: LedgerEntry): Promise<Standing | null> {
  const { outcome } = entry;
  if (outcome.kind === 'page') return outcome;
  return outcome.kind === 'unchanged' ? ledger.validators(entry) : null;
}
