import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { CrawlerSettings } from '../../src/config/crawler.ts';
import type { ProjectSettings } from '../../src/config/project.ts';
import { openSqliteLedger } from '../../src/ledger/sqlite.ts';
import type { LedgerEntry, RunRecord } from '../../src/ledger/ledger.ts';
import { bound } from '../bound-child.ts';
import { ownEnvironment } from '../environment.ts';

const root = join(import.meta.dirname, '..', '..');

/** Settings as a user writes them: durations and sizes are text, and all may be left out. */
type Written<T> = T extends readonly unknown[] ? T : T extends object ? { readonly [K in keyof T]?: Written<T[K]> } : T | string;

/** How a command ended. */
export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

interface RunRecords {
  readonly run: RunRecord;
  readonly entries: readonly LedgerEntry[];
}

/** A folder with a project of its own, on which the real command line is run. */
export interface Project {
  readonly folder: string;
  readonly storage: string;
  readonly write: (file: string, content: string | object) => Promise<void>;
  readonly start: (...args: readonly string[]) => Running;
  readonly run: (...args: readonly string[]) => Promise<Ended>;
  /** The same, with further variables in the command's environment. */
  readonly runWith: (environment: Readonly<Record<string, string>>, ...args: readonly string[]) => Promise<Ended>;
  /** What a command that must succeed says on stdout. */
  readonly json: <T = unknown>(...args: readonly string[]) => Promise<T>;
  /** What the ledger holds, newest run first. Not while a command runs. */
  readonly records: () => Promise<readonly RunRecords[]>;
  /** Ends what still runs and removes the folder. */
  readonly dispose: () => Promise<void>;
}

/** Every `*.test` name is on the given loopback port; retries and rests are short, and any disk has room enough. */
export const loopbackSettings = (port: number): Written<ProjectSettings> => ({
  network: { connectTo: { '*.test': `127.0.0.1:${port}` } },
  crawl: { delay: '20ms', backoff: '50ms', adapt: { factor: 0 } },
  refine: { workers: 1 },
  disk: { reserve: '0B' },
});

export interface Parts {
  readonly settings?: Written<ProjectSettings>;
  readonly crawlers?: Readonly<Record<string, Written<CrawlerSettings>>>;
  /** The demo's crawlers and topics too. */
  readonly demo?: boolean;
}

export async function makeProject({ settings = {}, crawlers = {}, demo = false }: Parts): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'garner-project-'));
  const children = new Set<ChildProcess>();
  const project: Project = {
    folder,
    storage: join(folder, 'storage'),
    async write(file, content) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content, null, 2));
    },
    start(...args) {
      const running = garner(['--project', folder, ...args]);
      children.add(running.child);
      return running;
    },
    run: (...args) => project.start(...args).ended,
    runWith(environment, ...args) {
      const running = garner(['--project', folder, ...args], '', environment);
      children.add(running.child);
      return running.ended;
    },
    async json<T>(...args: readonly string[]) {
      const { code, stdout, stderr } = await project.run(...args);
      if (code !== 0) throw new Error(`garner ${args.join(' ')} ended with ${code}:\n${stderr}`);
      return lastEvent(stdout) as T;
    },
    records: () => readRecords(join(folder, 'storage', 'ledger.db')),
    async dispose() {
      const alive = [...children].filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
      const ended = alive.map((child) => once(child, 'exit'));
      for (const child of alive) child.kill('SIGKILL');
      // What still writes would hinder the removal.
      await Promise.all(ended);
      await rm(folder, { recursive: true, force: true });
    },
  };
  if (demo) for (const part of ['crawlers', 'config/topics']) await cp(join(root, 'demo', part), join(folder, part), { recursive: true });
  await project.write('config/garner.yaml', settings);
  for (const [name, crawler] of Object.entries(crawlers)) await project.write(`crawlers/${name}.yaml`, crawler);
  return project;
}

/** The last of some JSON lines, without its kind of event; of a command that tells events, its summary. */
export function lastEvent(stdout: string): unknown {
  const last: unknown = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  if (typeof last === 'object' && last !== null && 'event' in last) delete last.event;
  return last;
}

/** Runs the command line from its sources, as a process of its own. */
function garner(args: readonly string[], input = '', environment: Readonly<Record<string, string>> = {}): Running {
  const startedAt = performance.now();
  const child = spawn(...bound(process.execPath, [join(root, 'src/cli/main.ts'), ...args]), {
    env: { ...ownEnvironment(), ...environment },
    stdio: 'pipe',
  });
  child.stdin.on('error', () => undefined).end(input);
  const said = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  const ended = said.then(([stdout, stderr]) => ({ code: child.exitCode, stdout, stderr, ms: performance.now() - startedAt }));
  return { child, ended };
}

async function readRecords(file: string): Promise<readonly RunRecords[]> {
  const ledger = await openSqliteLedger(file);
  try {
    const runs = await ledger.runs();
    return await Promise.all(runs.map(async (run) => ({ run, entries: await Array.fromAsync(ledger.byRun(run.run)) })));
  } finally {
    await ledger.close();
  }
}

/** The outcome that each URL of a run came to, by name (`page`, `failed http-404`). A URL that came to two has both, joined. */
export function outcomesOf(entries: readonly LedgerEntry[]): ReadonlyMap<string, string> {
  const outcomes = new Map<string, string>();
  for (const { url, outcome } of entries) {
    if (outcome.kind === 'deferred') continue;
    const detail =
      outcome.kind === 'refused' ? `${outcome.drop.stage}/${outcome.drop.rule}` : outcome.kind === 'failed' ? outcome.reason : '';
    const name = `${outcome.kind} ${detail}`.trim();
    outcomes.set(url, outcomes.has(url) ? `${outcomes.get(url)} + ${name}` : name);
  }
  return outcomes;
}

const PATIENCE_S = 120;

/** Waits for what another process is about to do. Throws, with what it waited for, when that takes longer than anything here should. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE_S * 1000;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`after ${PATIENCE_S} s it is not so that ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The lines of a file of JSON lines. */
export async function jsonLines(file: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { zstdDecompressSync } = await import('node:zlib');
  const bytes = await readFile(file);
  const lines = (file.endsWith('.zst') ? zstdDecompressSync(bytes) : bytes).toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>);
}
