import { classifyStatus } from '../../../fetch/retry.ts';
import type { PageUrl } from '../../../records.ts';
import type { NotFoundFact } from '../../../traps/not-found.ts';
import { seemingOf, softNotFound } from '../../../traps/seeming.ts';
import { originOf } from '../../../url/origin.ts';
import type { Place } from './places.ts';
import type { Content, WebEnding, WebRun } from './web-run.ts';

/**
 * Ends what only looks like a page, by the judgement of a crawl; null for all else. Nobody is asked: an apology is refused when it is on record already how
 * its host answers to what cannot exist, whenever that was. What Garner archived was screened when it was fetched.
 */
export async function screenRecord(run: WebRun, place: Place, { status, headers, body }: Content): Promise<WebEnding | null> {
  const meaning = classifyStatus(status);
  if (run.noteOf(place) !== null || meaning === 'redirect' || meaning === 'unchanged') return null;
  const seeming = seemingOf({ headers, body, isPage: meaning === 'page' });
  if (seeming === null) return null;
  if (seeming.kind === 'challenge') return await run.fail(place, 'challenge', seeming.because, status);
  if (seeming.kind === 'parked') return await run.refuse(place, seeming.drop);
  const url = place.url as PageUrl;
  const fact = await run.parts.stores.ledger.get(originOf(url), 'not-found');
  const drop = fact === null ? null : softNotFound(url, seeming.look, JSON.parse(fact.value) as NotFoundFact);
  return drop === null ? null : await run.refuse(place, drop);
}
