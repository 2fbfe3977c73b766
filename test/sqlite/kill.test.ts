import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openSqliteFrontier } from '../../src/frontier/sqlite.ts';
import { openSqliteLedger } from '../../src/ledger/sqlite.ts';
import type { FetchId } from '../../src/records.ts';
import { discovery } from '../contracts/discovery.ts';
import { ledgerEntry } from '../contracts/ledger-entry.ts';

const child = fileURLToPath(new URL('./acknowledging-child.ts', import.meta.url));

/** Runs the child until it has acknowledged `count` steps, kills it in the midst of others, and returns what it had said by then. */
async function killAfter(folder: string, count: number): Promise<string[]> {
  const running = spawn(process.execPath, [child, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  for await (const chunk of running.stdout.setEncoding('utf8')) {
    said += String(chunk);
    if (said.split('\n').length > count) running.kill('SIGKILL');
  }
  return said.split('\n').slice(0, -1);
}

test('a process that is killed loses nothing it had acknowledged', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'garner-kill-'));
  try {
    const acknowledged = new Set<string>();
    for (const count of [1, 40, 300]) {
      for (const line of await killAfter(folder, count)) acknowledged.add(line);
      const frontier = await openSqliteFrontier(join(folder, 'frontier.db'), { crawl: 'a', leaseMs: 1000 });
      const ledger = await openSqliteLedger(join(folder, 'ledger.db'));
      const { discovered, queued } = await frontier.counts();
      expect(queued).toBe(discovered);
      const again = [...acknowledged].map(async (line) => {
        const [name = '', n = ''] = line.split(' ');
        const found = Array.from({ length: 20 }, (_, page) => discovery(`h${page}`, `${name}/${n}`));
        return [await frontier.add(found), await ledger.record(ledgerEntry(Number(n), { fetchId: `${name}/${n}` as FetchId }))];
      });
      expect(new Set((await Promise.all(again)).map(String))).toEqual(new Set(['0,false']));
      await frontier.close();
      await ledger.close();
    }
    expect(acknowledged.size).toBeGreaterThanOrEqual(300);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
