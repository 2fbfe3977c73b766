import { backoff, type Trouble } from '../fetch/retry.ts';
import type { Attempt, Ending } from './attempt.ts';

/** The host has failed, and rests where that is its trouble, whatever becomes of the URL. Returns milliseconds until that may be asked for again. */
export async function hasFailed(attempt: Attempt, reason: string, trouble: Trouble): Promise<number> {
  const { parts, leased } = attempt;
  const failures = await attempt.failed(reason);
  const ms = waitFor({ ...trouble, attempt: leased.attempt, failures }, parts.random, parts.config.crawl.backoff);
  if (trouble.host) attempt.owes(0, ms);
  return ms;
}

/** The URL comes back later, or has failed when its attempts are used up. */
export async function retry(
  attempt: Attempt,
  reason: string,
  because: string,
  { spendsAttempt, ...trouble }: Trouble & { readonly spendsAttempt: boolean },
): Promise<Ending> {
  const ms = await hasFailed(attempt, reason, trouble);
  const attempts = attempt.leased.attempt + 1;
  if (spendsAttempt && attempts >= attempt.parts.config.limits.attempts) return attempt.fail(reason, `${because}; ${attempts} attempts`);
  return attempt.wait({ reason, because, ms, spendsAttempt });
}

interface Failing extends Trouble {
  /** Of the URL, before this one. */
  readonly attempt: number;
  /** Of the host, in a row, this one included. */
  readonly failures: number;
}

/** Milliseconds until a URL comes back: what the server asked for, else a back-off. */
export const waitFor = ({ asked, host, attempt, failures }: Failing, random: () => number, base: number): number =>
  asked ?? backoff(host ? Math.max(attempt, failures - 1) : attempt, random, base);
