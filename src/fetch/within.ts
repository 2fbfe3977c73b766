import { aborted, type Fault, FaultError } from './fault.ts';

/** What a step of connecting may take. */
export interface Time {
  /** For this step. */
  readonly ms: number;
  /** The limit as configured, for people. */
  readonly limitMs: number;
  readonly signal: AbortSignal;
}

/** Rejects with the fault when the promise takes longer. After a busy spell, what has arrived meanwhile still counts. */
export async function within<T>(promise: Promise<T>, ms: number, late: Fault, signal: AbortSignal): Promise<T> {
  let stop: (() => void) | undefined;
  const ended = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => setImmediate(() => reject(new FaultError(late))), Math.max(0, ms));
    const abort = (): void => reject(aborted());
    signal.addEventListener('abort', abort);
    stop = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    };
  });
  try {
    return await Promise.race([promise, ended]);
  } finally {
    stop?.();
  }
}
