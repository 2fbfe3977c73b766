import type { FetchResponse } from '../fetch/fetch.ts';
import { classifyStatus, retryAfter } from '../fetch/retry.ts';
import { challengeOf } from '../traps/challenge.ts';
import { type Look, lookAtPage } from '../traps/look.ts';
import { apologises, isPretence } from '../traps/not-found.ts';
import { parkedBy } from '../traps/parked.ts';
import type { Attempt, Ending } from './attempt.ts';

const isHtml = ({ headers, body }: FetchResponse): boolean =>
  body.byteLength > 0 && headers.some(([name, value]) => name.toLowerCase() === 'content-type' && value.includes('html'));

/**
 * Ends the turn of what only looks like a page: a front that asks for a human, a name that is for sale, an apology with the status of a page. Null for all else.
 * Of an apology it is asked first how the host answers to what cannot exist: then the page comes again.
 */
export async function screen(attempt: Attempt, response: FetchResponse): Promise<Ending | null> {
  const { leased } = attempt;
  if (leased.role !== 'page' || classifyStatus(response.status) === 'redirect' || classifyStatus(response.status) === 'unchanged')
    return null;
  let seen: Look | null = null;
  const look = (): Look => (seen ??= lookAtPage(isHtml(response) ? response.body : new Uint8Array()));
  const front = challengeOf(response.headers, look);
  if (front !== null) {
    await attempt.failed('challenge');
    attempt.owes(retryAfter(response.headers, response.at) ?? 0);
    return attempt.fail('challenge', `not the page, but a question whether a human is there, by ${front}`, response.status);
  }
  if (classifyStatus(response.status) !== 'page') return null;
  const parked = parkedBy(look());
  if (parked !== null)
    return attempt.refuse({ stage: 'trap', rule: 'parked-domain', because: `the name is for sale, not in use: ${parked}` });
  return apologises(look()) ? apology(attempt, look()) : null;
}

async function apology(attempt: Attempt, look: Look): Promise<Ending | null> {
  const { url } = attempt.leased;
  const known = await attempt.parts.notFound.known(url);
  if (known === null) {
    await attempt.giveBack();
    return attempt.again();
  }
  if (!isPretence(url, look, known)) return null;
  const because = `“${look.title === '' ? look.heading : look.title}”, as the host answers to ${known.url}, which cannot exist`;
  return attempt.refuse({ stage: 'trap', rule: 'soft-404', because });
}
