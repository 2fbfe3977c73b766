/** Preloaded into a process (`--import`), and into its threads: puts the armed failpoint in the place of the one that does nothing. */
import { registerHooks } from 'node:module';

const armed = new URL('armed.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    return resolved.url.endsWith('/src/disk/failpoint.ts') ? { ...resolved, url: armed } : resolved;
  },
});
