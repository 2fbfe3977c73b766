import type { Schema } from '../../sqlite/store.ts';

/** Documents lie in the order of their claims: nothing is looked up on the disk but by number. Their keys are in memory. */
export const schema: Schema = {
  name: 'deduplication index',
  applicationId: 0x47_61_44_64,
  migrations: [
    `CREATE TABLE documents(number INTEGER PRIMARY KEY, id TEXT NOT NULL, url BLOB NOT NULL, digest BLOB NOT NULL, signature BLOB NOT NULL) STRICT;
     CREATE TABLE state(name TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;
     INSERT INTO state VALUES ('changes', 0);`,
  ],
};
