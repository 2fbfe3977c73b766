import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from '../web/chance.ts';
import { LEASE_MS } from './disturbed-project.ts';
import type { Member } from './fleet.ts';

interface Disturbed {
  /** Resolves when it is over. */
  readonly ended: Promise<unknown>;
  /** Grows as the fleet gets on. */
  readonly progress: () => number;
  /** How far it gets between one disturbance and the next: however slow the machine is, it comes to its end. */
  readonly step: number;
  readonly chance: Chance;
}

/** Disturbs a fleet in these ways, in turn, until it is over. A way returns whether it has done so. Returns how often each has. */
export async function disturb<Way extends string>(
  ways: Readonly<Record<Way, () => Promise<boolean>>>,
  { ended, progress, step, chance }: Disturbed,
): Promise<Record<Way, number>> {
  const names = Object.keys(ways) as Way[];
  const done = Object.fromEntries(names.map((name) => [name, 0])) as Record<Way, number>;
  const state = { isOver: false };
  void ended.finally(() => (state.isOver = true));
  const gotOn = async (by: number): Promise<void> => {
    const wanted = progress() + by;
    while (!state.isOver && progress() < wanted) await sleep(20);
  };
  await gotOn(1);
  for (let n = 0; !state.isOver; n += 1) {
    const name = names[n % names.length] as Way;
    if (await ways[name]()) done[name] += 1;
    await gotOn(step);
    await Promise.race([ended, sleep(Math.floor(chance.next() * 500))]);
  }
  return done;
}

/** Stops a process for longer than its leases last. */
export async function freeze({ child }: Member): Promise<boolean> {
  child.kill('SIGSTOP');
  await sleep(LEASE_MS + 1500);
  return child.kill('SIGCONT');
}
