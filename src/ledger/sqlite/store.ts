import type { DatabaseSync } from 'node:sqlite';
import type { Instant } from '../../records.ts';
import type { Store } from '../../sqlite/store.ts';
import type { JournalEvent } from '../fleet/journal.ts';
import type { HostFact } from '../host-facts.ts';
import { Archived } from './archived.ts';
import { Marks } from './marks.ts';
import { Reading } from './reading.ts';
import { Recording } from './recording.ts';
import type { EntryRow, RunRow } from './row.ts';
import { schema } from './schema.ts';

function operations(db: DatabaseSync) {
  const recording = new Recording(db);
  const reading = new Reading(db);
  const archived = new Archived(db);
  const marks = new Marks(db);
  // What is announced twice, or was written about before it was announced, is the same run.
  const startRun = db.prepare(`INSERT INTO runs(name, crawlers, config_digest, started_at, ended_at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET crawlers = excluded.crawlers, config_digest = excluded.config_digest, started_at = excluded.started_at,
      ended_at = excluded.ended_at WHERE started_at IS NULL`);
  const endRun = db.prepare('UPDATE runs SET ended_at = ? WHERE name = ? AND ended_at IS NULL');
  const getFact = db.prepare('SELECT value, at, expires FROM host_facts WHERE origin = ? AND kind = ?');
  const allFacts = db.prepare('SELECT origin, value, at, expires FROM host_facts WHERE kind = ? ORDER BY origin');
  const putFact = db.prepare(`INSERT INTO host_facts(origin, kind, value, at, expires) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET value = excluded.value, at = excluded.at, expires = excluded.expires WHERE excluded.at >= at`);

  const journals = db.prepare('SELECT name, bytes FROM journals');
  const folded = db.prepare('SELECT bytes FROM journals WHERE name = ?');
  const mark = db.prepare('INSERT OR REPLACE INTO journals(name, bytes) VALUES (?, ?)');

  const done = {
    record: (entry: EntryRow) => recording.record(entry),
    isRecorded: (fetchId: string) => recording.isRecorded(fetchId),
    byUrl: (url: string) => reading.byUrl(url),
    byRun: (run: string, after: number) => reading.byRun(run, after),
    captures: (crawler: string, asOf: Instant, after: number) => reading.captures(crawler, asOf, after),
    unharvested: (run: string, after: number) => reading.unharvested(run, after),
    newestCapture: (url: string, crawler: string, role: number) => reading.newestCapture(url, crawler, role),
    crawlers: () => reading.crawlers(),
    outcomes: (run: string, count: 'entries' | 'urls') => reading.outcomes(run, count),
    runs: () => reading.runs(),
    archived: (after: number) => archived.page(after),
    moved: (moves: Parameters<Archived['moved']>[0], now: Instant) => archived.moved(moves, now),
    collectedAt: (record: string) => archived.collectedAt(record),
    faults: () => archived.faults(),
    harvested: (fetchId: string, queue: Instant) => marks.put(fetchId, queue),
    rebuild: (run: string, now: Instant) => marks.rebuild(run, now),
    startRun({ run, crawlers, configDigest, startedAt, endedAt }: RunRow): void {
      startRun.run(run, crawlers, configDigest, startedAt, endedAt);
    },
    endRun(run: string, at: Instant): void {
      endRun.run(at, run);
    },
    getFact: (origin: string, kind: string): HostFact | null => (getFact.get(origin, kind) as HostFact | undefined) ?? null,
    allFacts: (kind: string) => allFacts.all(kind) as unknown as readonly (HostFact & { readonly origin: string })[],
    putFact(origin: string, kind: string, { value, at, expires }: HostFact): void {
      putFact.run(origin, kind, value, at, expires);
    },
  };
  // Journals are folded one after the other, so what was told first may be heard last.
  const tellEntry = (entry: EntryRow): void => {
    if (done.record(entry)) marks.putEarly(entry.fetchId);
    else recording.settle(entry);
  };
  const tellHarvested = (fetchId: string, queue: Instant): void => {
    if (recording.isRecorded(fetchId)) marks.put(fetchId, queue);
    else marks.keep(fetchId, queue);
  };
  const tell = (event: JournalEvent): unknown => {
    if ('entry' in event) return tellEntry(event.entry);
    if ('harvested' in event) return tellHarvested(event.harvested, event.queue ?? 0);
    if ('rebuilt' in event) return marks.forgetBefore(event.rebuilt, event.at);
    if ('started' in event) return done.startRun(event.started);
    if ('moved' in event) return done.moved(event.moved, event.at);
    if ('ended' in event) return done.endRun(event.ended, event.at);
    return done.putFact(event.origin, event.kind, event.fact);
  };
  return {
    ...done,
    journals: () => journals.all() as unknown as { readonly name: string; readonly bytes: number }[],
    /** Takes in what a journal tells from one byte to another, unless another process has done so. Returns how far it has been folded now. */
    fold(name: string, from: number, to: number, events: readonly JournalEvent[]): number {
      const reached = (folded.get(name)?.['bytes'] as number | undefined) ?? 0;
      if (reached !== from) return reached;
      for (const event of events) tell(event);
      mark.run(name, to);
      return to;
    },
  };
}

export type LedgerOperations = ReturnType<typeof operations>;

/** The ledger is what a frontier can be made anew from, so all that it acknowledges is on the disk itself. */
export const store: Store<LedgerOperations> = {
  module: import.meta.url,
  schema,
  durable: ['record', 'harvested', 'rebuild', 'startRun', 'endRun', 'putFact', 'moved', 'fold'],
  operations,
};
