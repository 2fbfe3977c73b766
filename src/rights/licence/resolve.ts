import type { Licence } from '../../records.ts';
import type { Candidate } from './candidate.ts';
import { mostSpecific } from './identify.ts';

/**
 * One licence out of what was found. Candidates for something other than the page's text count for nothing; two that contradict each other
 * make null with a conflict, whichever stands more prominently, since a wrong licence is worse than none.
 */
export function resolve(candidates: readonly Candidate[]): Licence {
  const own = withoutYielding(candidates.filter(({ scope }) => scope !== 'other'));
  const evidence = own.map((candidate) => candidate.evidence);
  if (own.length === 0) return { id: null, evidence: candidates.map((candidate) => candidate.evidence) };
  const ids = mostSpecific(own.map(({ id }) => id));
  const [id] = ids;
  const scope = own.every((candidate) => candidate.scope === 'site') ? 'site' : 'page';
  if (id !== undefined && ids.length === 1) return { id, scope, evidence };
  // All of them in one statement: `CC BY-SA or GFDL`.
  const choice = own.some(
    ({ group }) => group !== undefined && ids.every((one) => own.some((other) => other.group === group && other.id === one)),
  );
  if (choice && ids.every((one) => !one.startsWith('LicenseRef-')) && families(ids) === ids.length)
    return { id: ids.toSorted().join(' OR '), scope, evidence };
  return { id: null, evidence, conflict: ids.join(' / ') };
}

/** What holds `except where otherwise noted` gives way to what is noted with the text itself. */
function withoutYielding(candidates: readonly Candidate[]): readonly Candidate[] {
  const noted = candidates.filter(({ inText, yields, scope }) => inText && !yields && scope === 'page');
  return noted.length === 0 ? candidates : candidates.filter(({ yields, id }) => !yields || noted.some((one) => one.id === id));
}

const families = (ids: readonly string[]): number => new Set(ids.map((id) => id.split('-', 1)[0])).size;
