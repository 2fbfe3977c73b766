import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bound } from './bound-child.ts';

/** Of one that has ended, and that nobody has asked how, it is empty. */
const commandOf = (pid: number): string => (existsSync(`/proc/${pid}`) ? readFileSync(`/proc/${pid}/cmdline`, 'utf8') : '');

test.runIf(process.platform === 'linux')('what a killed test has started ends by itself', async () => {
  const [program, args] = bound('sleep', ['600']);
  const script = `
    const child = require('node:child_process').spawn(${JSON.stringify(program)}, ${JSON.stringify(args)}, { stdio: 'ignore' });
    child.once('spawn', () => process.stdout.write(String(child.pid)));`;
  const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(String(said));
  // What binds it comes first.
  await expect.poll(() => commandOf(pid)).toMatch(/^sleep/);
  parent.kill('SIGKILL');
  await expect.poll(() => commandOf(pid)).toBe('');
});
