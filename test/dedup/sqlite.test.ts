import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dedup } from '../../src/dedup/dedup.ts';
import { openSqliteDedup } from '../../src/dedup/sqlite.ts';
import { dedupContract } from '../contracts/dedup.ts';

const folders: string[] = [];
const anchors: Promise<Dedup>[] = [];
let serial = 0;

async function cleanUp(): Promise<void> {
  for (const anchor of anchors.splice(0)) await (await anchor).close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

dedupContract(
  'SQLite in memory',
  (preset) => {
    const name = `:memory:dedup-${(serial += 1)}`;
    // A database in memory lives as long as someone has it open.
    anchors.push(openSqliteDedup(name, preset));
    return () => openSqliteDedup(name, preset);
  },
  cleanUp,
);

dedupContract(
  'SQLite on disk',
  (preset) => {
    const folder = mkdtempSync(join(tmpdir(), 'garner-dedup-'));
    folders.push(folder);
    return () => openSqliteDedup(join(folder, 'dedup.db'), preset);
  },
  cleanUp,
  4,
);
