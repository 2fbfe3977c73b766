import { ExitCode } from './exit-codes.ts';

/**
 * Ctrl-C (or SIGTERM) asks the work to drain; a second one ends the process now. Both are safe: what is on disk is whole, and the same
 * command goes on from there.
 */
export function onInterrupt(say: (text: string) => void): { readonly signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  const handler = (): void => {
    if (controller.signal.aborted) process.exit(ExitCode.interrupted);
    controller.abort();
    say('Finishing what is under way; Ctrl-C again stops now. Nothing is lost either way.');
  };
  process.on('SIGINT', handler);
  process.on('SIGTERM', handler);
  return {
    signal: controller.signal,
    dispose: () => {
      process.off('SIGINT', handler);
      process.off('SIGTERM', handler);
    },
  };
}
