import type { Licence } from '../../records.ts';
import type { Candidate } from './candidate.ts';

/**
 * One licence out of what was found. Candidates for something other than the page's text count for nothing; two that contradict each other
 * make null with a conflict, whichever stands more prominently, since a wrong licence is worse than none.
 */
export function resolve(candidates: readonly Candidate[]): Licence {
  const own = candidates.filter(({ scope }) => scope !== 'other');
  const evidence = own.map((candidate) => candidate.evidence);
  const [first] = own;
  if (first === undefined) return { id: null, evidence: candidates.map((candidate) => candidate.evidence) };
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

const families = (ids: readonly string[]): number => new Set(ids.map((id) => id.split('-', 1)[0])).size;

/** Without repeats, and without those that say the same with less: `LicenseRef-CC-BY` beside `CC-BY-4.0`. */
function mostSpecific(ids: readonly string[]): readonly string[] {
  const unique = [...new Set(ids)];
  return unique.filter((id) => !unique.some((other) => other !== id && sameButVersion(id, other)));
}

const sameButVersion = (vague: string, exact: string): boolean => {
  const type = /^LicenseRef-(CC-[A-Z-]+)$/.exec(vague)?.[1];
  return type !== undefined && exact.startsWith(`${type}-`) && /^\d/.test(exact.slice(type.length + 1));
};
