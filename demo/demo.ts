/**
 * Crawls a synthetic web about sorting household waste, builds a corpus of it, and tells what came out. Run by `npm run demo`; takes
 * some ten seconds, needs no network and no server, and writes to storage/demo only.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { manifestFile, readManifest } from '../src/corpus/manifest.ts';
import { openSqliteLedger } from '../src/ledger/sqlite.ts';
import { startWeb } from '../test/web/web.ts';
import { tell } from './tell.ts';

const SEED = 20_261_124;
const TOPIC = 'waste-sorting';
const root = join(import.meta.dirname, '..');
const storage = join(root, 'storage', 'demo');
const corpus = join(storage, 'corpora', TOPIC);

/** Runs garner on this project in this terminal, and returns its exit code. */
async function garner(port: number, ...args: readonly string[]): Promise<number> {
  process.stderr.write(`\n$ garner --project demo ${args.join(' ')}\n`);
  const child = spawn(process.execPath, [join('src', 'cli', 'main.ts'), '--project', 'demo', ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, GARNER_DEMO_PORT: String(port) },
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return code ?? (signal === 'SIGINT' ? 130 : 1);
}

// Ctrl-C reaches the running command too, which ends in order; the demo waits for it.
process.on('SIGINT', () => undefined);

const started = Date.now();
await rm(storage, { recursive: true, force: true });
const web = await startWeb({ seed: SEED });
try {
  process.stderr.write(`A web of ${web.hosts.length} hosts and ${web.expectations.length} known pages stands on 127.0.0.1:${web.port}.\n`);
  const failed = (await garner(web.port, 'crawl', '--topic', TOPIC)) || (await garner(web.port, 'build', TOPIC));
  if (failed === 0) {
    process.exitCode = await conclude();
  } else {
    process.stderr.write(`\nThe demo ended early: the command above failed with exit code ${failed}.\n`);
    process.exitCode = failed;
  }
} finally {
  await web.close();
}

/** Says what was gathered and refused, from the manifest and the ledger. Non-zero when something happened that must not. */
async function conclude(): Promise<number> {
  const manifest = await readManifest(corpus);
  if (manifest === null) {
    process.stderr.write(`There is no ${manifestFile(corpus)}.\n`);
    return 1;
  }
  const ledger = await openSqliteLedger(join(storage, 'ledger.db'));
  const [run] = await ledger.runs();
  const outcomes = run === undefined ? {} : await ledger.outcomes(run.run);
  await ledger.close();
  const offLimits = web.expectations.filter(({ outcome }) => outcome === 'refused' || outcome === 'waiting');
  const trespassed = offLimits.filter(({ url }) => web.count(url) > 0).map(({ url }) => url);
  const seconds = Math.round((Date.now() - started) / 1000);
  process.stdout.write(
    tell({ manifest, outcomes, offLimits: offLimits.length, trespassed, seconds, folder: relative(process.cwd(), corpus) || '.' }),
  );
  return trespassed.length === 0 && manifest.counts.kept > 0 ? 0 : 1;
}
