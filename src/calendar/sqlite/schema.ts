import type { Schema } from '../../sqlite/store.ts';

export const schema: Schema = {
  name: 'calendar',
  applicationId: 0x47_61_43_61,
  migrations: [
    `CREATE TABLE schedules(name TEXT PRIMARY KEY, rule TEXT NOT NULL, since INTEGER NOT NULL) STRICT, WITHOUT ROWID;
     CREATE TABLE slots(
       schedule TEXT NOT NULL, at INTEGER NOT NULL, state TEXT NOT NULL, run TEXT, because TEXT,
       owner TEXT, lease_until INTEGER, claims INTEGER NOT NULL, claimed_at INTEGER, ended_at INTEGER,
       PRIMARY KEY (schedule, at)
     ) STRICT, WITHOUT ROWID;
     CREATE UNIQUE INDEX at_work ON slots(schedule) WHERE state = 'claimed';
     CREATE INDEX slots_by_time ON slots(at);`,
  ],
};
