import type { DatabaseSync } from 'node:sqlite';
import type { Instant } from '../../records.ts';
import type { Store } from '../../sqlite/store.ts';
import type { HostFact } from '../host-facts.ts';
import { Archived } from './archived.ts';
import { Reading } from './reading.ts';
import { Recording } from './recording.ts';
import type { EntryRow, RunRow } from './row.ts';
import { schema } from './schema.ts';

function operations(db: DatabaseSync) {
  const recording = new Recording(db);
  const reading = new Reading(db);
  const archived = new Archived(db);
  const harvested = db.prepare('UPDATE entries SET harvested = 1 WHERE fetch_id = ? AND harvested = 0');
  // What is announced twice, or was written about before it was announced, is the same run.
  const startRun = db.prepare(`INSERT INTO runs(name, crawlers, config_digest, started_at, ended_at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET crawlers = excluded.crawlers, config_digest = excluded.config_digest, started_at = excluded.started_at,
      ended_at = excluded.ended_at WHERE started_at IS NULL`);
  const endRun = db.prepare('UPDATE runs SET ended_at = ? WHERE name = ? AND ended_at IS NULL');
  const getFact = db.prepare('SELECT value, at, expires FROM host_facts WHERE origin = ? AND kind = ?');
  const putFact = db.prepare(`INSERT INTO host_facts(origin, kind, value, at, expires) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET value = excluded.value, at = excluded.at, expires = excluded.expires WHERE excluded.at >= at`);

  return {
    record: (entry: EntryRow) => recording.record(entry),
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
    harvested(fetchId: string): void {
      harvested.run(fetchId);
    },
    startRun({ run, crawlers, configDigest, startedAt, endedAt }: RunRow): void {
      startRun.run(run, crawlers, configDigest, startedAt, endedAt);
    },
    endRun(run: string, at: Instant): void {
      endRun.run(at, run);
    },
    getFact: (origin: string, kind: string): HostFact | null => (getFact.get(origin, kind) as HostFact | undefined) ?? null,
    putFact(origin: string, kind: string, { value, at, expires }: HostFact): void {
      putFact.run(origin, kind, value, at, expires);
    },
  };
}

export type LedgerOperations = ReturnType<typeof operations>;

/** The ledger is what a frontier can be made anew from, so all that it acknowledges is on the disk itself. */
export const store: Store<LedgerOperations> = {
  module: import.meta.url,
  schema,
  durable: ['record', 'harvested', 'startRun', 'endRun', 'putFact', 'moved'],
  operations,
};
