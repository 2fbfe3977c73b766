/**
 * What the embedded ledger costs: `npm run bench -- ledger [--entries 200000] [--at-once 64] [--folder DIR]`.
 *
 * Entries are recorded one by one, `--at-once` of them under way, as workers of a crawl do; each is on the disk when it counts.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openSqliteLedger } from '../src/ledger/sqlite.ts';
import type { LedgerEntry } from '../src/ledger/ledger.ts';
import type { Digest, FetchId, PageUrl, RecordId, RunId } from '../src/records.ts';

const { values } = parseArgs({
  options: {
    entries: { type: 'string', default: '200000' },
    'at-once': { type: 'string', default: '64' },
    folder: { type: 'string', default: tmpdir() },
  },
});
const [entries, atOnce] = [Number(values.entries), Number(values['at-once'])];
const run = '20261124T030501Z-1a2b3c' as RunId;
const HEADERS = ['Date', 'Server', 'Cache-Control', 'Set-Cookie', 'Strict-Transport-Security', 'ETag', 'Last-Modified', 'Vary'];

function entry(n: number): LedgerEntry {
  const url = `https://www.town-${n % 5000}.example/departments/environment/waste-sorting-${n}` as PageUrl;
  const recordId = `urn:uuid:5e1d0f6a-0000-5000-8000-${n.toString(16).padStart(12, '0')}` as RecordId;
  const headers = HEADERS.map((name) => [name, `a value of some forty characters ${n}`.padEnd(40)] as const);
  const bodyDigest = `sha256:${n.toString(16).padStart(64, '0')}` as Digest;
  return {
    fetchId: `${run}/${n.toString(16).padStart(20, '0')}/0` as FetchId,
    run,
    crawler: `town-${n % 20}.example`,
    url,
    role: 'page',
    via: 'sitemap',
    depth: 1,
    at: n,
    durationMs: 80,
    bytes: 20_000,
    outcome: {
      kind: 'page',
      capture: { recordId, url, finalUrl: url, at: n, status: 200, headers, bodyDigest },
      location: { segment: 'garner-20261124030501-00001.warc.gz', offset: n * 20_000, length: 20_000 },
      robots: bodyDigest,
    },
  };
}

const folder = mkdtempSync(join(values.folder, 'garner-ledger-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'ledger.db');
const ledger = await openSqliteLedger(file);

async function timed(what: string, work: () => Promise<number>): Promise<void> {
  const start = performance.now();
  const count = await work();
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `${what.padEnd(14)}${Math.round(count / seconds)
      .toLocaleString('en')
      .padStart(9)}/s`,
  );
}

let next = 0;
async function recordUpTo(count: number): Promise<number> {
  const before = next;
  const worker = async (): Promise<void> => {
    while (next < count) await ledger.record(entry((next += 1)));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return next - before;
}
await timed('first tenth', () => recordUpTo(entries / 10));
await timed('middle', () => recordUpTo((entries * 9) / 10));
await timed('last tenth', () => recordUpTo(entries));
await timed('read back', async () => {
  let read = 0;
  for await (const { depth } of ledger.byRun(run)) read += depth;
  return read;
});
await ledger.close();
console.log(`${(statSync(file).size / entries).toFixed(0)} bytes per entry on disk`);
