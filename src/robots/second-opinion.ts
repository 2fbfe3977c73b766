import { Worker } from 'node:worker_threads';

/** Files beyond this are not asked about: robots-parser 3.0 takes 14 s for 64 KB of them. */
const LARGEST = 32_768;
const DEADLINE_MS = 2000;
const HEAP_MB = 64;

/** This module is `.ts` in the source tree and `.js` in the package, and so is the worker beside it. */
const workerFile = new URL(`./second-opinion-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);

export interface SecondQuestion {
  readonly robotsUrl: string;
  readonly body: string;
  readonly url: string;
  readonly agent: string;
}

export type SecondOpinion = 'allow' | 'disallow' | 'none';

/**
 * What another reader of robots.txt (robots-parser) says. It has no say: where it disagrees, people are told. `none` when the file is too large
 * for it, or it did not answer in time; it can neither hang nor break the caller.
 */
export function secondOpinion(question: SecondQuestion): Promise<SecondOpinion> {
  if (question.body.length > LARGEST) return Promise.resolve('none');
  const worker = new Worker(workerFile, {
    workerData: question,
    execArgv: [],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  const opinion = new Promise<SecondOpinion>((resolve) => {
    const timer = setTimeout(() => resolve('none'), DEADLINE_MS);
    worker.once('message', (allowed: boolean | null) => resolve(allowed === null ? 'none' : allowed ? 'allow' : 'disallow'));
    worker.once('error', () => resolve('none'));
    worker.once('exit', () => {
      clearTimeout(timer);
      resolve('none');
    });
  });
  return opinion.finally(() => void worker.terminate());
}
