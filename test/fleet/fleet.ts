import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Project } from '../cli/project.ts';
import { bound } from '../bound-child.ts';
import { ownEnvironment } from '../environment.ts';

export interface Member {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
  /** Resolves when it has opened what it works with; rejects with what it said when it ends before. */
  readonly ready: Promise<void>;
}

/** Starts a worker, or who coordinates a crawl of a topic or a build, in a process of its own. */
export function startMember(project: Project, command: 'work' | 'crawl' | 'build', topic = ''): Member {
  const child = spawn(...bound(process.execPath, [join(import.meta.dirname, 'process.ts'), project.folder, command, topic]), {
    env: ownEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const opened = once(child.stdout, 'data');
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]).then(([stdout, stderr]) => ({
    code: child.exitCode,
    stdout,
    stderr,
  }));
  const unready = ended.then(({ code, stderr }) => {
    throw new Error(`a member ended with ${code ?? child.signalCode} before it was ready:\n${stderr}`);
  });
  const ready = Promise.race([opened, unready]).then(() => undefined);
  // Not everybody waits for it.
  ready.catch(() => undefined);
  return { child, ended, ready };
}
