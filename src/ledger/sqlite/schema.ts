import type { Schema } from '../../sqlite/store.ts';

export const schema: Schema = {
  name: 'ledger',
  applicationId: 0x47_61_4c_65,
  migrations: [
    `CREATE TABLE runs(
       id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,
       crawlers TEXT, config_digest TEXT, started_at INTEGER, ended_at INTEGER -- null for a run that was never announced
     ) STRICT;
     CREATE TABLE crawlers(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
     CREATE TABLE names(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT; -- of outcomes, as they are counted
     CREATE TABLE entries(
       id INTEGER PRIMARY KEY, fetch_id TEXT NOT NULL UNIQUE, run INTEGER NOT NULL, crawler INTEGER NOT NULL,
       url_hash INTEGER NOT NULL, url TEXT NOT NULL, role INTEGER NOT NULL, via TEXT NOT NULL, depth INTEGER NOT NULL,
       at INTEGER NOT NULL, duration_ms INTEGER NOT NULL, bytes INTEGER NOT NULL,
       kind INTEGER NOT NULL, name INTEGER NOT NULL, outcome TEXT NOT NULL, -- JSON, without what the columns tell
       harvested INTEGER                                                    -- 0 until the links are in the run's queue, then that queue, or 1; null when there are none
     ) STRICT;
     CREATE INDEX entries_of_url ON entries(url_hash, at);
     CREATE INDEX entries_of_run ON entries(run);
     CREATE INDEX captures ON entries(crawler) WHERE kind = 0 AND role = 0;
     CREATE INDEX unharvested ON entries(run) WHERE harvested = 0;
     -- entries: all of that outcome; urls: those for which it is the final one.
     CREATE TABLE tallies(
       run INTEGER NOT NULL, name INTEGER NOT NULL, entries INTEGER NOT NULL, urls INTEGER NOT NULL, PRIMARY KEY (run, name)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE host_facts(
       origin TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL, at INTEGER NOT NULL, expires INTEGER NOT NULL, PRIMARY KEY (origin, kind)
     ) STRICT, WITHOUT ROWID;`,
    // Records that were removed from the archive.
    'CREATE TABLE collected(record TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;',
    // How far the journals of a fleet have been folded in.
    'CREATE TABLE journals(name TEXT PRIMARY KEY, bytes INTEGER NOT NULL) STRICT, WITHOUT ROWID;',
    // Fetches that one journal calls harvested, and that another, which is folded later, has on record.
    'CREATE TABLE early_marks(fetch_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;',
    // For facts that are few among those of all hosts.
    'CREATE INDEX facts_of_kind ON host_facts(kind, origin);',
    // Queues that were lost are made anew: a mark counts for the one that it names, and 0 names the first.
    'ALTER TABLE runs ADD COLUMN rebuilt INTEGER NOT NULL DEFAULT 0; ALTER TABLE early_marks ADD COLUMN queue INTEGER NOT NULL DEFAULT 0;',
  ],
};
