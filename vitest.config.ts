import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    // Vitest leaves one processor free; many tests wait for processes that they have started.
    maxWorkers: '100%',
    // The first compiler of Node 24 leaves frames that its collector now and then cannot read: a runner's process ends by SIGSEGV (nodejs/node#62393).
    execArgv: ['--no-sparkplug'],
    // Tests start some thousand processes, and half of a start is compiling.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/compiled') },
  },
});
