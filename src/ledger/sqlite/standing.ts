import type { DatabaseSync } from 'node:sqlite';
import type { FetchOutcome, Instant } from '../../records.ts';
import type { CaptureEntry, Gone, LedgerEntry } from '../ledger.ts';
import { saidOf } from '../said.ts';
import { type EntryRow, entryOf } from './row.ts';

/** An entry as `EntryRow` has it. */
export const COLUMNS = `e.id, e.fetch_id AS fetchId, r.name AS run, c.name AS crawler, e.url, e.role, e.via, e.depth, e.at,
  e.duration_ms AS durationMs, e.bytes, e.kind, n.name AS name, e.outcome`;
export const TABLES = 'entries e JOIN runs r ON r.id = e.run JOIN crawlers c ON c.id = e.crawler JOIN names n ON n.id = e.name';

/** Later entries about the same thing. */
const LATER = `FROM entries w
  WHERE w.url_hash = e.url_hash AND w.at BETWEEN e.at AND $asOf AND w.url = e.url AND w.crawler = e.crawler AND w.role = e.role`;

/** The newest of them of which `what` holds. */
const later = (what: string): string => `(SELECT w.id ${LATER} AND ${what} ORDER BY w.at DESC, w.id DESC LIMIT 1)`;

/** Names of the refusals that say of an earlier capture that it may no longer be had. */
const WITHDRAWALS = "name = 'refused robots/disallowed' OR (name > 'refused rights/' AND name < 'refused rights0')";

const IS_GONE = "w.name IN (SELECT id FROM names WHERE name IN ('failed http-404', 'failed http-410'))";

/** A page, the same once more, or that it is elsewhere. */
const IS_THERE = 'w.kind <= 2';

/** The capture, and what found it unchanged. */
const IS_PAGE = 'w.kind <= 1';

/** What queries ask of the JSON of outcomes: `said` gives what a page's visit heard. */
export function defineSaid(db: DatabaseSync): void {
  db.function('said', { deterministic: true }, (outcome) => {
    const heard = JSON.parse(String(outcome)) as Outcome<'page'> | Outcome<'unchanged'>;
    return saidOf('capture' in heard ? { ...heard, ...heard.capture } : heard);
  });
}

/** A capture with what later visits say about it, up to `$asOf`. */
export const CAPTURE = `SELECT ${COLUMNS}, u.at AS checkAt, u.outcome AS checkOutcome, x.at AS refusalAt, x.outcome AS refusalOutcome,
    g.at AS goneAt, g.outcome AS goneOutcome,
    CASE WHEN u.id IS NOT NULL THEN (SELECT min(w.at) ${LATER} AND ${IS_PAGE} AND w.at >
      coalesce((SELECT max(w.at) ${LATER} AND ${IS_PAGE} AND w.at < u.at AND said(w.outcome) <> said(u.outcome)), 0)) END AS heardAt,
    CASE WHEN g.id IS NOT NULL THEN (SELECT min(w.at) ${LATER} AND w.at > t.at AND ${IS_GONE}) END AS goneSince
  FROM ${TABLES}
  LEFT JOIN entries u ON u.id = ${later('w.kind = 1')}
  LEFT JOIN entries x ON x.id = ${later(`w.name IN (SELECT id FROM names WHERE ${WITHDRAWALS})`)}
  LEFT JOIN entries g ON g.id = ${later(IS_GONE)}
  LEFT JOIN entries t ON t.id = ${later(IS_THERE)}`;

export interface CaptureRow extends EntryRow {
  readonly checkAt: Instant | null;
  readonly checkOutcome: string | null;
  readonly heardAt: Instant | null;
  readonly refusalAt: Instant | null;
  readonly refusalOutcome: string | null;
  readonly goneAt: Instant | null;
  readonly goneOutcome: string | null;
  readonly goneSince: Instant | null;
}

type Outcome<Kind extends FetchOutcome['kind']> = Extract<FetchOutcome, { kind: Kind }>;

/** Null for an entry that is no capture. */
export function captureEntryOf(found: CaptureRow): CaptureEntry | null {
  const { checkAt, checkOutcome, heardAt, refusalAt, refusalOutcome, goneAt, goneOutcome, goneSince, ...row } = found;
  const entry: LedgerEntry = entryOf(row);
  if (entry.outcome.kind !== 'page') return null;
  const { capture, location } = entry.outcome;
  const check = checkOutcome === null ? null : (JSON.parse(checkOutcome) as Outcome<'unchanged'>);
  const applies = check !== null && checkAt !== null && check.of === capture.recordId;
  const refusal = refusalOutcome === null ? null : (JSON.parse(refusalOutcome) as Outcome<'refused'>);
  const { robots, hostFiles, leads } = applies ? check : entry.outcome;
  const isWithdrawn = refusal !== null && (refusalAt ?? 0) > (checkAt ?? entry.at);
  return {
    ...entry,
    location,
    capture: applies
      ? { ...capture, headers: check.headers, ...(check.statement !== undefined && { statement: check.statement }) }
      : capture,
    robots,
    ...(hostFiles !== undefined && { hostFiles }),
    ...(leads !== undefined && { leads }),
    ...(applies && { checkedAt: checkAt }),
    ...(applies && heardAt !== null && heardAt > entry.at && { heardAt }),
    ...(isWithdrawn && { withdrawn: refusal.drop }),
    ...goneOf({ goneAt, goneOutcome, goneSince }),
  };
}

function goneOf({ goneAt, goneOutcome, goneSince }: Pick<CaptureRow, 'goneAt' | 'goneOutcome' | 'goneSince'>): { readonly gone?: Gone } {
  if (goneAt === null || goneOutcome === null || goneSince === null) return {};
  const { status } = JSON.parse(goneOutcome) as Outcome<'failed'>;
  return { gone: { status: status === 410 ? 410 : 404, since: goneSince, at: goneAt } };
}
