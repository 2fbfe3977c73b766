import type { Evidence } from '../../records.ts';
import { headOf } from '../../text/excerpt.ts';

/** One place that names a licence. */
export interface Candidate {
  readonly id: string;
  /** What it is the licence of: this page's text, the site's texts, or something else, such as a picture. */
  readonly scope: 'page' | 'site' | 'other';
  readonly evidence: Evidence;
  /** Alternatives in one statement have the same group: `CC BY-SA or GFDL` is a choice, not a contradiction. */
  readonly group?: object | undefined;
  /** It holds `except where otherwise noted`. */
  readonly yields: boolean;
  /** It stands with the page's own text, not in its frame. */
  readonly inText: boolean;
}

interface About {
  readonly where: string;
  /** Of the page, from 1. */
  readonly line?: number | undefined;
  readonly group?: object | undefined;
  readonly yields?: boolean;
  readonly footer?: boolean;
}

/** Mechanisms that are not markup. */
const elsewhere: ReadonlySet<string> = new Set(['header', 'config', 'api', 'import', 'front-matter']);
/** Mechanisms that depend on where they stand. */
const standing: ReadonlySet<string> = new Set(['rel', 'statement']);

/** `mechanism` names how it was said: `json-ld`, `link`, `meta`, `header`, `rdfa`, `rel`, `footer`, `statement` … */
export function candidate(id: string, scope: Candidate['scope'], mechanism: string, quote: string, about: About | string): Candidate {
  const { where, line, group, yields = false, footer = true } = typeof about === 'string' ? { where: about } : about;
  const source = elsewhere.has(mechanism) ? mechanism : `html:${mechanism}`;
  const evidence = {
    signal: `${source}:licence=${id}`,
    quote: headOf(quote.slice(0, 2000).replaceAll(/\s+/g, ' ').trim(), 300),
    where,
    ...(line !== undefined && { line }),
  };
  return { id, scope, evidence, group, yields, inText: !footer && standing.has(mechanism) };
}
