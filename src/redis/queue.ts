import type { ConnectionOptions } from 'bullmq';

/** Events of a queue that Redis keeps: nobody listens, and each configuration has a queue of its own. */
const EVENTS = 100;

/** How a BullMQ queue of this project is reached: its keys are in one slot of a cluster, apart from those of the frontier. */
export const queueOptions = ({ url, namespace }: { readonly url: string; readonly namespace: string }) => ({
  connection: { url, maxRetriesPerRequest: null } as ConnectionOptions,
  prefix: `{${namespace}}`,
  streams: { events: { maxLen: EVENTS } },
});

/** How many jobs a process has at a time, and for how long it may not be heard of. */
export interface JobLease {
  readonly concurrency: number;
  /** Milliseconds, after which a job that a dead process had is given to another. */
  readonly leaseMs: number;
}

/** How a worker holds its jobs. BullMQ keeps it to itself when Redis refuses to look for dead ones by a fraction of a millisecond. */
export const leaseOptions = ({ concurrency, leaseMs }: JobLease) => ({
  concurrency,
  lockDuration: leaseMs,
  stalledInterval: Math.ceil(leaseMs / 3),
  maxStalledCount: 5,
});
