import type { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { store as frontier } from '../../src/frontier/sqlite/store.ts';
import { store as ledger } from '../../src/ledger/sqlite/store.ts';
import { openDatabase } from '../../src/sqlite/database.ts';
import type { Schema } from '../../src/sqlite/store.ts';
import { discovery } from '../contracts/discovery.ts';

interface Planned {
  readonly sql: string;
  readonly steps: readonly string[];
}

/** How SQLite would run every statement that is prepared on `use`. */
function plansOf(schema: Schema, use: (db: DatabaseSync) => void): Planned[] {
  const db = openDatabase(':memory:', schema);
  const planned: Planned[] = [];
  const prepare = db.prepare.bind(db);
  db.prepare = (sql: string) => {
    const places = Array.from({ length: sql.split('?').length - 1 }, () => 1);
    planned.push({
      sql,
      steps: prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all(...places)
        .map((row) => String(row['detail'])),
    });
    return prepare(sql);
  };
  use(db);
  return planned;
}

const ledgerPlans = (): Planned[] => plansOf(ledger.schema, (db) => ledger.operations(db));
const frontierPlans = (): Planned[] =>
  plansOf(frontier.schema, (db) => {
    const operations = frontier.operations(db);
    // The statements over a crawl's own tables are prepared when they are first used.
    operations.add(operations.open('a', 'promise'), [discovery('a', '1')]);
  });

/** These are short, or read whole once in a while. */
const MAY_SCAN = /^SCAN (crawlers|runs|turns|hosts|journals|CONSTANT ROW)$/;

test.each([
  ['ledger', ledgerPlans],
  ['frontier', frontierPlans],
])('no operation of the %s walks through a table that grows', (_, plans) => {
  const planned = plans();
  expect(planned.length).toBeGreaterThan(20);
  const scans = planned.filter(({ steps }) => steps.some((step) => step.startsWith('SCAN ') && !MAY_SCAN.test(step)));
  expect(scans).toEqual([]);
});

test('entries of a URL are looked up by its hash, not in all of the run', () => {
  const ofUrl = ledgerPlans().filter(({ sql }) => sql.startsWith('SELECT') && sql.includes('url_hash = '));
  expect(ofUrl).toHaveLength(6);
  for (const { steps } of ofUrl) expect(steps.join('; ')).toContain('entries_of_url');
  // What later visits say about a capture, each found by its URL's hash and time.
  const later = ofUrl.flatMap(({ steps }) => steps.filter((step) => step.startsWith('SEARCH w ')));
  expect(later).toEqual(Array.from({ length: 14 }, () => expect.stringContaining('(url_hash=? AND at>? AND at<?)')));
});
