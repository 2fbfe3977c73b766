import type { Evidence, Licence, Statement } from '../../records.ts';
import { whereOf } from '../signals/import-statement.ts';
import { candidate } from './candidate.ts';

/** A licence that is known from outside the document. */
export interface OutsideLicence {
  readonly id: string;
  readonly evidence: Evidence;
  /** Whether it holds whatever the document says; else the document's own word does. */
  readonly prevails: boolean;
}

/** Of a site, by its crawler config. */
export const configured = ({ id, evidence }: { readonly id: string; readonly evidence: string }): OutsideLicence => ({
  id,
  evidence: candidate(id, 'site', 'config', `licence ${id}`, evidence).evidence,
  prevails: false,
});

/** Of documents from disk, by whoever imported them. */
export function statedBy(statement: Statement): OutsideLicence {
  const { licence, evidence, own } = statement;
  const quote = `whoever imported this document stated ${licence}${evidence === null ? '' : `: ${evidence}`}`;
  return { id: licence, evidence: candidate(licence, 'site', 'import', quote, whereOf(statement)).evidence, prevails: own };
}

/** The licence of a document by its own word and from outside: what contradicts is noted, whoever prevails. */
export function withOutside(own: Licence, { id, evidence: stated, prevails }: OutsideLicence): Licence {
  const evidence = [...own.evidence, stated];
  if (own.id === null && own.conflict === undefined) return { id, scope: 'site', evidence };
  if (own.id === id) return { ...own, evidence };
  const conflict = own.conflict ?? `${own.id} / ${id}`;
  return prevails ? { id, scope: 'site', evidence, conflict } : { ...own, evidence, conflict };
}
