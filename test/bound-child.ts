import { spawnSync } from 'node:child_process';

/** Linux ends a process when the one that started it is gone, however that ended, if it is asked to. */
const PREFIX = spawnSync('setpriv', ['--pdeathsig', 'KILL', 'true']).status === 0 ? ['setpriv', '--pdeathsig', 'KILL'] : [];

/** What to spawn for a program that must not outlive its test, where the system can see to that; signals and the end are the program's own. */
export function bound(program: string, args: readonly string[]): [program: string, args: readonly string[]] {
  const [first, ...rest] = [...PREFIX, program];
  return [first, [...rest, ...args]];
}
