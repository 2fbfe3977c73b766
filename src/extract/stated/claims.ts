import type { Survey } from '../../html/survey.ts';
import type { Claims } from '../features/hints.ts';
import type { Thing } from '../../html/json-ld.ts';

/** What a page says it is, for the guess at its type. */
export function claimsOf({ metas }: Survey, things: readonly Thing[]): Claims {
  const type = metas.find(({ attribs }) => (attribs['property'] ?? attribs['name']) === 'og:type');
  return { things, openGraphType: (type?.attribs['content'] ?? '').toLowerCase() };
}
