import { hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Job, Queue, Worker } from 'bullmq';
import type { LedgerEntry, Standing } from '../../ledger/ledger.ts';
import type { Digest, Instant, RunId } from '../../records.ts';
import { leave } from '../../redis/leave.ts';
import { type JobLease, leaseOptions, queueOptions } from '../../redis/queue.ts';

/** A page that is on record and waits to be read: what it is, and where; its body stays in the archive. */
export interface RefineJob {
  readonly entry: LedgerEntry;
  readonly page: Standing;
  /** The queue of the run that its links are for; 0 for the first, as in the ledger. */
  readonly queue: Instant;
  /** Pages off the topic of a focused crawl, in a row, that led to it. */
  readonly astray?: number;
}

export interface FailedPage {
  readonly url: string;
  readonly reason: string;
  /** Forgets that it has failed. */
  forget(): Promise<void>;
}

/** Pages that may wait before nothing more is fetched. */
const ROOM = 2000;
/** The same in a focused crawl: what they lead to may be better than what is known. */
const FOCUSED_ROOM = 200;
const LOOK_MS = 500;

interface Address {
  readonly url: string;
  readonly namespace: string;
}

/** Pages are read by the config that they were fetched by: who has another one has another queue. */
export const refineQueueName = (digest: Digest): string => `refine-${digest.slice('sha256:'.length, 'sha256:'.length + 8)}`;

/** Pages on their way from those who fetch to those who refine, as BullMQ jobs: one that a dead worker had is given to another. */
export class RefineQueue {
  readonly #queue: Queue<RefineJob>;
  #round = 0;
  #waiting = 0;
  #countedAt = Number.NEGATIVE_INFINITY;

  constructor(address: Address, digest: Digest) {
    this.#queue = new Queue<RefineJob>(refineQueueName(digest), {
      ...queueOptions(address),
      defaultJobOptions: {
        attempts: 5,
        backoff: { type: 'exponential', delay: 500 },
        removeOnComplete: true,
        removeOnFail: { count: 1000 },
      },
    });
    // A lost connection is told by whoever waits for an answer.
    this.#queue.on('error', () => undefined);
  }

  async give(job: RefineJob): Promise<void> {
    const { fetchId, role } = job.entry;
    // The same page twice is one job while it waits, and harmless after that.
    const jobId = `${hash('sha256', fetchId).slice(0, 32)}-${this.#round}`;
    await this.#queue.add(role, job, { jobId });
  }

  /** From now on pages are new jobs, also those whose jobs have failed. */
  nextRound(): void {
    this.#round = Date.now();
  }

  /** Pages that are not yet read, and those whose reading has failed for good. */
  async counts(): Promise<{ readonly waiting: number; readonly failed: number }> {
    const { failed = 0, ...open } = await this.#queue.getJobCounts('waiting', 'active', 'delayed', 'prioritized', 'failed');
    return { waiting: Object.values(open).reduce((sum, count) => sum + count, 0), failed };
  }

  /** Pages of a run whose reading has failed for good, the newest first, and why. */
  async failed(run: RunId): Promise<readonly FailedPage[]> {
    const jobs = await this.#queue.getFailed();
    return jobs
      .filter(({ data }) => data.entry.run === run)
      .map((job) => ({ url: job.data.entry.url, reason: job.failedReason, forget: () => job.remove() }));
  }

  /** Resolves when few enough pages wait, or when `isOver`. */
  async room(isOver: () => boolean, isFocused = false): Promise<void> {
    const most = isFocused ? FOCUSED_ROOM : ROOM;
    if (performance.now() - this.#countedAt > LOOK_MS) await this.#count();
    while (!isOver() && this.#waiting > most) {
      await sleep(LOOK_MS);
      await this.#count();
    }
  }

  async #count(): Promise<void> {
    this.#countedAt = performance.now();
    ({ waiting: this.#waiting } = await this.counts());
  }

  close(): Promise<void> {
    return leave(this.#queue.close());
  }
}

/** Reads the pages of a fleet, so many at a time. */
export function startRefining(
  address: Address,
  digest: Digest,
  lease: JobLease,
  refine: (job: RefineJob) => Promise<void>,
): { readonly active: () => number; close(): Promise<void> } {
  let active = 0;
  const process = async (job: Job<RefineJob>): Promise<void> => {
    active += 1;
    try {
      await refine(job.data);
    } finally {
      active -= 1;
    }
  };
  const worker = new Worker<RefineJob>(refineQueueName(digest), process, {
    ...queueOptions(address),
    ...leaseOptions(lease),
  });
  worker.on('error', () => undefined);
  return { active: () => active, close: () => worker.close() };
}
