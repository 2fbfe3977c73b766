import { backoff } from '../fetch/retry.ts';
import type { Attempt, Ending } from './attempt.ts';

interface Retry {
  /** Milliseconds the server asked for. */
  readonly asked: number | null;
  readonly host: boolean;
  readonly spendsAttempt: boolean;
}

/** The URL comes back later, or has failed when its attempts are used up. */
export async function retry(attempt: Attempt, reason: string, because: string, { asked, host, spendsAttempt }: Retry): Promise<Ending> {
  const { parts, leased } = attempt;
  const { limits, crawl } = parts.config;
  const failures = await attempt.failed(reason);
  const attempts = leased.attempt + 1;
  if (spendsAttempt && attempts >= limits.attempts) return attempt.fail(reason, `${because}; ${attempts} attempts`);
  const ms = waitFor({ asked, host, attempt: leased.attempt, failures }, parts.random, crawl.backoff);
  return attempt.wait({ reason, because, ms, host, spendsAttempt });
}

interface Failing {
  /** Milliseconds the server asked for. */
  readonly asked: number | null;
  /** It is the whole host's trouble. */
  readonly host: boolean;
  /** Of the URL, before this one. */
  readonly attempt: number;
  /** Of the host, in a row, this one included. */
  readonly failures: number;
}

/** Milliseconds until a URL comes back: what the server asked for, else a back-off. */
export const waitFor = ({ asked, host, attempt, failures }: Failing, random: () => number, base: number): number =>
  asked ?? backoff(host ? Math.max(attempt, failures - 1) : attempt, random, base);
