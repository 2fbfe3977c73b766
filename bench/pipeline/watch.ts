import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second in /proc: 100 on every Linux that Node runs on. */
const TICKS = 100;
const SAMPLE_MS = 100;

export interface Watched {
  /** CPU seconds by thread name; every thread that was seen counts with what it had used when it was last seen. */
  readonly threads: ReadonlyMap<string, number>;
  /** The most memory it had at once, in bytes: VmHWM. */
  readonly peakBytes: number;
  /** Resident bytes over time: one figure for each `everyMs`. */
  readonly memory: readonly number[];
}

/**
 * Watches a process from outside, by /proc, so that what is measured is the command that people run. Nothing where there is no /proc.
 * A thread that lives for less than a tenth of a second is not seen.
 */
export function watchProcess(pid: number, everyMs = 10_000): () => Watched {
  const seen = new Map<string, { readonly name: string; readonly seconds: number }>();
  const memory: number[] = [];
  let peakBytes = 0;
  const sample = (): void => {
    try {
      for (const thread of readdirSync(`/proc/${pid}/task`)) {
        const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'latin1');
        const end = stat.lastIndexOf(')');
        const fields = stat.slice(end + 2).split(' ');
        seen.set(thread, { name: stat.slice(stat.indexOf('(') + 1, end), seconds: (Number(fields[11]) + Number(fields[12])) / TICKS });
      }
      peakBytes = Math.max(peakBytes, field(pid, 'VmHWM'));
    } catch {
      // It has ended, or this is no Linux.
    }
  };
  const timer = setInterval(sample, SAMPLE_MS);
  const slow = setInterval(() => memory.push(field(pid, 'VmRSS')), everyMs);
  return () => {
    clearInterval(timer);
    clearInterval(slow);
    const threads = new Map<string, number>();
    for (const { name, seconds } of seen.values()) threads.set(name, (threads.get(name) ?? 0) + seconds);
    return { threads, peakBytes, memory };
  };
}

function field(pid: number, name: 'VmHWM' | 'VmRSS'): number {
  try {
    const [, kilobytes = '0'] = new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
    return Number(kilobytes) * 1024;
  } catch {
    return 0;
  }
}
