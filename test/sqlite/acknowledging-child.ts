/** Adds to a frontier and a ledger without end, and tells on stdout what was acknowledged, until it is killed. */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteFrontier } from '../../src/frontier/sqlite.ts';
import { openSqliteLedger } from '../../src/ledger/sqlite.ts';
import type { FetchId } from '../../src/records.ts';
import { discovery } from '../contracts/discovery.ts';
import { ledgerEntry } from '../contracts/ledger-entry.ts';

const folder = process.argv[2] ?? '';
const frontier = await openSqliteFrontier(join(folder, 'frontier.db'), { crawl: 'a', leaseMs: 1000 });
const ledger = await openSqliteLedger(join(folder, 'ledger.db'));

async function worker(name: number): Promise<never> {
  for (let n = 0; ; n += 1) {
    await frontier.add(Array.from({ length: 20 }, (_, page) => discovery(`h${page}`, `${name}/${n}`)));
    await ledger.record(ledgerEntry(n, { fetchId: `${name}/${n}` as FetchId }));
    writeSync(1, `${name} ${n}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, (_, name) => worker(name)));
