import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { outcomesOf, type Project } from '../cli/project.ts';
import { digests } from '../corpus/folders.ts';
import { ownEnvironment } from '../environment.ts';
import type { Orders } from './armed.ts';

export const TOPIC = 'all';

export interface Ran {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly phases?: 'crawl' | 'build' | 'crawl,build' | 'import,build';
  /** Default: `all`. */
  readonly topic?: string;
  readonly orders?: Omit<Orders, 'root'>;
  /** Kills the process so many milliseconds after its start, if it still runs. */
  readonly killAfterMs?: number;
}

/** What arms a process's failpoints, and those of its threads: they have no arguments of their own, yet they read NODE_OPTIONS. */
export const armedWith = (orders: Omit<Orders, 'root'>, storage: string): Readonly<Record<string, string>> => ({
  GARNER_FAILPOINT: JSON.stringify({ ...orders, root: storage }),
  NODE_OPTIONS: `--import=${join(import.meta.dirname, 'arm.ts')}`,
});

/** Runs crawl and build of a project (pipeline.ts), with failpoints armed if there are orders for them. */
export async function runPipeline({ folder, storage }: Project, options: RunOptions = {}): Promise<Ran> {
  const { phases = 'crawl,build', topic = TOPIC, orders, killAfterMs } = options;
  const child = spawn(process.execPath, [join(import.meta.dirname, 'pipeline.ts'), folder, topic, phases], {
    env: { ...ownEnvironment(), ...(orders !== undefined && armedWith(orders, storage)) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  clearTimeout(timer);
  return { code: child.exitCode, stdout, stderr };
}

/** What must be the same however often the way there was cut short. */
export interface EndState {
  /** Every file of the corpus by its digest. */
  readonly corpus: Readonly<Record<string, string>>;
  /** The outcome of each URL; two, joined, if it has two. */
  readonly outcomes: readonly (readonly [url: string, outcome: string])[];
}

export async function endStateOf(project: Project, topic = TOPIC): Promise<EndState> {
  const records = await project.records();
  const entries = records.flatMap(({ entries: of }) => of);
  const outcomes = [...outcomesOf(entries)].sort(([a], [b]) => (a < b ? -1 : 1));
  return { corpus: digests(join(project.storage, 'corpora', topic)), outcomes };
}
