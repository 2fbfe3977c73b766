import type { LedgerEntry } from '../ledger/ledger.ts';
import { dueAt, type Look } from '../revisit/revisit.ts';
import type { Attempt, Ending } from './attempt.ts';
import { heldOf } from './held.ts';
import { stagedResult } from './refined.ts';

/** Visits that are looked at: what came before has halved or doubled itself out. */
const VISITS = 12;

/**
 * Ends the turn of a page that is not due yet, without a request: its links are followed as they stand in the archive. Null when it is to be asked for, as
 * are seeds, lists, and pages of crawlers that set no bounds.
 */
export async function wait(attempt: Attempt): Promise<Ending | null> {
  const { leased, rules, parts } = attempt;
  const { revisit } = rules.config;
  if (revisit === undefined || parts.revisitAll || leased.role !== 'page' || leased.via === 'seed') return null;
  const earlier = (await parts.ledger.history(leased)).filter(({ run, outcome }) => run !== parts.run && outcome.kind !== 'deferred');
  const asked = earlier.filter(({ outcome }) => outcome.kind !== 'refused' || outcome.drop.stage !== 'revisit').slice(-VISITS);
  const last = asked.at(-1);
  const looks = await looksOf(attempt, asked);
  if (last === undefined || looks === null) return null;
  const due = dueAt(looks, await parts.listed.lastModified(leased.url), revisit);
  if (due <= parts.stamp()) return null;
  const because = `asked for at ${timeOf(last.at)}, due at ${timeOf(due)}`;
  if (last.outcome.kind === 'failed') return attempt.refuse({ stage: 'revisit', rule: 'gone-not-due', because });
  const held = await heldOf(parts, leased);
  if (held === null || held.withdrawn !== undefined) return null;
  const entry = await attempt.record({ kind: 'refused', drop: { stage: 'revisit', rule: 'not-due', because } });
  await attempt.harvest(entry, held, held.body);
  return attempt.rest();
}

/** What the visits showed, by payload first and by text where that differs; null when the last one was no answer about the page. */
async function looksOf({ parts }: Attempt, asked: readonly LedgerEntry[]): Promise<readonly Look[] | null> {
  const looks: Look[] = [];
  let before: { readonly digest: string; readonly text: string | null } | null = null;
  for (const entry of asked) {
    const { at, outcome } = entry;
    if (outcome.kind === 'unchanged') looks.push({ at, found: 'same' });
    else if (outcome.kind === 'page') {
      const digest = outcome.capture.bodyDigest;
      const text: string | null = asked.length === 1 ? null : await textOf(parts, entry);
      const isSame: boolean = before !== null && (before.digest === digest || (text !== null && before.text === text));
      looks.push({ at, found: isSame ? 'same' : 'changed' });
      before = { digest, text };
    } else if (outcome.kind === 'failed' && (outcome.status === 404 || outcome.status === 410))
      looks.push({ at, found: outcome.status === 410 ? 'gone for good' : 'gone' });
    else if (entry === asked.at(-1)) return null;
  }
  return looks;
}

/** Digest of the text that was made of a capture; null when it is not staged any more. */
async function textOf({ config, staging }: Attempt['parts'], { crawler, outcome }: LedgerEntry): Promise<string | null> {
  if (outcome.kind !== 'page') return null;
  const result = await stagedResult(config, staging, { ...outcome, crawler });
  return result?.step.kept === true ? result.step.record.contentDigest : null;
}

const timeOf = (at: number): string => new Date(at).toISOString();
