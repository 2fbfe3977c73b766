import type { Evidence } from '../../records.ts';

/** One place that names a licence. */
export interface Candidate {
  readonly id: string;
  /** What it is the licence of: this page's text, the site's texts, or something else, such as a picture. */
  readonly scope: 'page' | 'site' | 'other';
  readonly evidence: Evidence;
  /** Alternatives in one statement have the same group: `CC BY-SA or GFDL` is a choice, not a contradiction. */
  readonly group?: object;
}

/** Mechanisms that are not markup. */
const elsewhere: ReadonlySet<string> = new Set(['header', 'config', 'api', 'import', 'front-matter']);

/** `mechanism` names where it stood: `json-ld`, `link`, `meta`, `header`, `rdfa`, `rel`, `footer`, `statement` … */
export function candidate(
  id: string,
  scope: Candidate['scope'],
  mechanism: string,
  quote: string,
  where: string,
  group?: object,
): Candidate {
  const source = elsewhere.has(mechanism) ? mechanism : `html:${mechanism}`;
  const evidence = { signal: `${source}:licence=${id}`, quote: quote.replaceAll(/\s+/g, ' ').trim().slice(0, 300), where };
  return { id, scope, evidence, ...(group === undefined ? {} : { group }) };
}
