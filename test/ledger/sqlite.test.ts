import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteLedger } from '../../src/ledger/sqlite.ts';
import { hostFactsContract } from '../contracts/host-facts.ts';
import { ledgerContract } from '../contracts/ledger.ts';

const folders: string[] = [];
const anchors: ReturnType<typeof openSqliteLedger>[] = [];
let serial = 0;

/** A database in memory lives as long as someone has it open. */
function inMemory(): () => ReturnType<typeof openSqliteLedger> {
  const name = `:memory:ledger-${(serial += 1)}`;
  anchors.push(openSqliteLedger(name));
  return () => openSqliteLedger(name);
}

function onDisk(): () => ReturnType<typeof openSqliteLedger> {
  const folder = mkdtempSync(join(tmpdir(), 'garner-ledger-'));
  folders.push(folder);
  return () => openSqliteLedger(join(folder, 'ledger.db'));
}

async function cleanUp(): Promise<void> {
  for (const anchor of anchors.splice(0)) await (await anchor).close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

for (const [name, fresh] of [
  ['SQLite in memory', inMemory],
  ['SQLite on disk', onDisk],
] as const) {
  ledgerContract(name, fresh, cleanUp);
  hostFactsContract(name, fresh, cleanUp);
}
