import { hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Job, Queue, Worker } from 'bullmq';
import type { Config } from '../../../config/config.ts';
import { leave } from '../../../redis/leave.ts';
import { type JobLease, leaseOptions, queueOptions } from '../../../redis/queue.ts';
import { StorageError } from '../../../sqlite/storage-error.ts';
import { version } from '../../../version.ts';
import type { Prepared } from './prepared.ts';
import { nameOf, type Slice } from './slice.ts';

type Address = Pick<Config, 'digest' | 'redis'>;

/** Between two looks at a slice, the first and the longest. */
const LOOK_MS = 50;
const LONGEST_LOOK_MS = 500;

/** Pages are looked at by the config and the code of whoever builds: workers that have others have another queue. */
export const sliceQueueName = ({ digest }: Pick<Config, 'digest'>): string =>
  `slices-${hash('sha256', `${digest} ${version}`).slice(0, 8)}`;

/** Slices on their way to workers, as BullMQ jobs named by what they ask: one that a dead worker had is given to another. */
export class SliceQueue {
  readonly #queue: Queue<Slice>;

  constructor(config: Address) {
    this.#queue = new Queue<Slice>(sliceQueueName(config), {
      ...queueOptions(config.redis),
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

  /**
   * What workers have prepared for a slice, waited for: they are asked when it is not there, and again when Redis has forgotten that they were.
   *
   * @throws StorageError when no worker could answer in five attempts.
   */
  async answered(slice: Slice, prepared: Prepared, signal?: AbortSignal): Promise<Uint8Array> {
    const name = nameOf(slice);
    let isAsked = false;
    for (let wait = LOOK_MS; ; wait = Math.min(1.5 * wait, LONGEST_LOOK_MS)) {
      signal?.throwIfAborted();
      const state = await this.#queue.getJobState(name);
      if (state === 'failed') {
        const job = await this.#queue.getJob(name);
        if (isAsked) throw failed(slice, job?.failedReason);
        await job?.remove();
      }
      if (state === 'failed' || state === 'unknown') {
        const bytes = await prepared.get(name);
        if (bytes !== null) return bytes;
        await this.#queue.add(slice.asked, slice, { jobId: name });
        isAsked = true;
      }
      await sleep(wait);
    }
  }

  /** Workers that take these slices. */
  workers(): Promise<number> {
    return this.#queue.getWorkersCount();
  }

  close(): Promise<void> {
    return leave(this.#queue.close());
  }
}

const failed = ({ corpus, captures }: Slice, reason = 'it ended its worker five times'): StorageError =>
  new StorageError(
    `${captures.length} pages of ${corpus}, the first of them ${captures[0]?.capture.url}, could not be looked at: ${reason}. Mend that, then give the same command again.`,
  );

/** Takes slices, so many at a time, until it is closed. */
export function startSlices(config: Address, lease: JobLease, answer: (slice: Slice) => Promise<void>): { close(): Promise<void> } {
  const worker = new Worker<Slice>(sliceQueueName(config), (job: Job<Slice>) => answer(job.data), {
    ...queueOptions(config.redis),
    ...leaseOptions(lease),
  });
  worker.on('error', () => undefined);
  return { close: () => worker.close() };
}
