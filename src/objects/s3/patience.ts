import { setTimeout as sleep } from 'node:timers/promises';
import { S3ServiceException } from '@aws-sdk/client-s3';
import { ObjectsError } from '../objects.ts';

const FIRST_MS = 100;
const LONGEST_MS = 5000;

/** Answers that say "not now" (AmazonS3 API reference, "Error responses"); so do all of 500 and above, and 429. */
const LATER: ReadonlySet<string> = new Set(['SlowDown', 'RequestTimeout', 'ConditionalRequestConflict', 'OperationAborted']);

/** What to do, by what the store answers. */
const REMEDIES: Readonly<Record<string, string>> = {
  NoSuchBucket: 'Make the bucket, or set another `objects.url` in config/garner.yaml.',
  InvalidAccessKeyId: 'Set `objects.accessKeyId` in config/garner.yaml, or the AWS environment variables.',
  SignatureDoesNotMatch: 'Set the right `objects.secretAccessKey` in config/garner.yaml, or the AWS environment variables.',
  CredentialsProviderError:
    'Set `objects.accessKeyId` and `objects.secretAccessKey` in config/garner.yaml, or the AWS environment variables.',
  AccessDenied: 'Allow these keys to list, get, put and delete objects below this place.',
  RequestTimeTooSkewed: 'Set the clock of this machine.',
};

/** Of an answer, be it one of S3 or not. */
const statusOf = (error: unknown): number | undefined => (error as Partial<S3ServiceException>).$metadata?.httpStatusCode;

/** Whether the store has answered with this code or status. */
export const answered = (error: unknown, ...answers: readonly (string | number)[]): boolean =>
  error instanceof S3ServiceException && answers.some((answer) => answer === error.name || answer === statusOf(error));

function mayPass(error: unknown): boolean {
  const status = statusOf(error);
  // No answer at all: refused, cut off, a name that is not found; or none in time.
  if (status === undefined) return error instanceof Error && ('code' in error || error.name === 'TimeoutError');
  return status >= 500 ? status !== 501 : status === 429 || answered(error, ...LATER);
}

/** Asks a store again for as long as it is away. */
export class Patience {
  readonly #place: string;
  readonly #ms: number;
  readonly #closing = new AbortController();

  /** `place` is for people; `ms` is how long the store may be away. */
  constructor(place: string, ms: number) {
    this.#place = place;
    this.#ms = ms;
  }

  /**
   * `ask` is told how often it has failed before: what it asked for then may have happened all the same.
   * Answers that are final are thrown as they are. `most` is for what is not worth the whole wait.
   */
  async ask<Result>(key: string, ask: (failures: number) => Promise<Result>, most = this.#ms): Promise<Result> {
    const ms = Math.min(most, this.#ms);
    const began = performance.now();
    for (let failures = 0; ; failures += 1) {
      if (this.#closing.signal.aborted) throw this.fault(key, new Error('this command has closed it'));
      try {
        return await ask(failures);
      } catch (error) {
        if (!mayPass(error)) throw error;
        const pause = Math.min(FIRST_MS * 2 ** failures, LONGEST_MS) * (0.5 + Math.random() / 2);
        if (performance.now() - began + pause > ms) {
          throw this.fault(key, error, `It was away for ${ms / 1000} s${ms === this.#ms ? ' (objects.patience)' : ''}.`);
        }
        await sleep(pause, undefined, { signal: this.#closing.signal }).catch(() => undefined);
      }
    }
  }

  /** Gives up what is waited for, and asks for nothing any more. */
  close(): void {
    this.#closing.abort();
  }

  /** What went wrong, for people. */
  fault(key: string, error: unknown, more = ''): ObjectsError {
    if (error instanceof ObjectsError) return error;
    const [reason, remedy] = told(error);
    const where = key === '' ? '' : ` at ${key}`;
    return new ObjectsError([`${this.#place} failed${where}: ${reason}.`, more, remedy].filter((part) => part !== '').join(' '), {
      cause: error,
    });
  }
}

/** What was answered, and what to do. */
function told(error: unknown): readonly [string, string] {
  const status = statusOf(error);
  // Such as the page of a proxy, which the SDK cannot read.
  if (status !== undefined && !(error instanceof S3ServiceException))
    return [
      `it answers with status ${status}, but not as an object store does`,
      'See that `objects.endpoint` in config/garner.yaml leads to one.',
    ];
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  // UnknownError is what the SDK says of an error that has no message.
  const words = ['', name, 'UnknownError'].includes(message) ? name : `${name}: ${message}`;
  return [
    words.replace(/\.$/, ''),
    REMEDIES[name] ?? 'See that it runs and can be reached, then give the same command again: what is done is kept.',
  ];
}
