import type { Claims } from '../features/hints.ts';
import type { Thing } from '../json-ld.ts';
import type { Survey } from './survey.ts';

/** What a page says it is, for the guess at its type. */
export function claimsOf({ metas }: Survey, things: readonly Thing[]): Claims {
  const type = metas.find(({ attribs }) => (attribs['property'] ?? attribs['name']) === 'og:type');
  return { things, openGraphType: (type?.attribs['content'] ?? '').toLowerCase() };
}
