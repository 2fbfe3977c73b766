import type { FetchResponse } from '../fetch/fetch.ts';
import { classifyStatus, troubleOf } from '../fetch/retry.ts';
import { seemingOf, softNotFound } from '../traps/seeming.ts';
import type { Attempt, Ending } from './attempt.ts';
import { hasFailed } from './retry.ts';

/**
 * Ends the turn of what only looks like a page; null for all else. Of an apology it is asked first how the host answers to what cannot exist: then the page
 * comes again.
 */
export async function screen(attempt: Attempt, response: FetchResponse): Promise<Ending | null> {
  const { leased, parts } = attempt;
  const meaning = classifyStatus(response.status);
  if (leased.role !== 'page' || meaning === 'redirect' || meaning === 'unchanged') return null;
  const seeming = seemingOf({ ...response, isPage: meaning === 'page' });
  if (seeming === null) return null;
  if (seeming.kind === 'challenge') {
    await hasFailed(attempt, 'challenge', troubleOf(response));
    return attempt.fail('challenge', seeming.because, response.status);
  }
  if (seeming.kind === 'parked') return attempt.refuse(seeming.drop);
  const known = await parts.notFound.known(leased.url);
  if (known === null) {
    await attempt.giveBack();
    return attempt.again();
  }
  const drop = softNotFound(leased.url, seeming.look, known);
  return drop === null ? null : attempt.refuse(drop);
}
