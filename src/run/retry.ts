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
  const ms = asked ?? backoff(host ? Math.max(leased.attempt, failures - 1) : leased.attempt, parts.random, crawl.backoff);
  return attempt.wait({ reason, because, ms, host, spendsAttempt });
}
