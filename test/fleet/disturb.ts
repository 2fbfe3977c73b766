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

/** A fleet in which nothing has happened for so long will not come to its end. */
const PATIENCE_MS = 120_000;

/** Disturbs a fleet in these ways, in turn, until it is over. A way returns whether it has done so. Returns how often each has. */
export async function disturb<Way extends string>(
  ways: Readonly<Record<Way, () => Promise<boolean>>>,
  { ended, progress, step, chance }: Disturbed,
): Promise<Record<Way, number>> {
  const names = Object.keys(ways) as Way[];
  const done = Object.fromEntries(names.map((name) => [name, 0])) as Record<Way, number>;
  const state = { isOver: false };
  const over = (): void => void (state.isOver = true);
  ended.then(over, over);
  const gotOn = async (by: number, since: string): Promise<void> => {
    const wanted = progress() + by;
    let [known, newsAt] = [progress(), performance.now()];
    while (!state.isOver && progress() < wanted) {
      if (progress() > known) [known, newsAt] = [progress(), performance.now()];
      if (performance.now() - newsAt > PATIENCE_MS) throw new Error(`the fleet does not get on since ${since}: ${JSON.stringify(done)}`);
      await sleep(20);
    }
  };
  await gotOn(1, 'it was begun');
  for (let n = 0; !state.isOver; n += 1) {
    const name = names[n % names.length] as Way;
    if (await ways[name]()) done[name] += 1;
    await gotOn(step, name);
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
