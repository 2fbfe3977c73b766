import type { Drop, Headers } from '../records.ts';
import { challengeOf } from './challenge.ts';
import { type Look, lookAtPage } from './look.ts';
import { apologises, isPretence, type NotFoundFact } from './not-found.ts';
import { parkedBy } from './parked.ts';

/** What only looks like a page. */
export type Seeming =
  | { readonly kind: 'challenge'; readonly because: string }
  | { readonly kind: 'parked'; readonly drop: Drop }
  /** It calls itself missing: reason to ask how its host answers to what cannot exist. */
  | { readonly kind: 'apology'; readonly look: Look };

interface Answer {
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** Whether its status is that of a page. */
  readonly isPage: boolean;
}

/** A front that asks for a human, a name that is for sale, an apology with the status of a page; null for all else. */
export function seemingOf(answer: Answer): Seeming | null {
  let seen: Look | null = null;
  const look = (): Look => (seen ??= lookAtPage(isHtml(answer) ? answer.body : new Uint8Array()));
  const front = challengeOf(answer.headers, look);
  if (front !== null) return { kind: 'challenge', because: `not the page, but a question whether a human is there, by ${front}` };
  if (!answer.isPage) return null;
  const parked = parkedBy(look());
  if (parked !== null)
    return { kind: 'parked', drop: { stage: 'trap', rule: 'parked-domain', because: `the name is for sale, not in use: ${parked}` } };
  return apologises(look()) ? { kind: 'apology', look: look() } : null;
}

/** Why an apology is no page, by what is known of its host; null when the host is believed. */
export function softNotFound(url: string, look: Look, known: NotFoundFact): Drop | null {
  if (!isPretence(url, look, known)) return null;
  const because = `“${look.title === '' ? look.heading : look.title}”, as the host answers to ${known.url}, which cannot exist`;
  return { stage: 'trap', rule: 'soft-404', because };
}

const isHtml = ({ headers, body }: Answer): boolean =>
  body.byteLength > 0 && headers.some(([name, value]) => name.toLowerCase() === 'content-type' && value.includes('html'));
