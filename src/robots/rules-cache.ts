import { rulesOf, type RobotsFact } from './fetched.ts';
import type { Robots } from './parse.ts';

/** Parsed files by digest, so that hosts with the same file share one; the least recently asked go first, beyond `bytes` of text. */
export function createRulesCache(bytes: number): (fact: RobotsFact) => Robots {
  const entries = new Map<string, { readonly robots: Robots; readonly size: number }>();
  let total = 0;
  return (fact) => {
    const key = `${fact.profile} ${fact.sha256 ?? ''}`;
    const found = entries.get(key);
    if (found !== undefined) {
      entries.delete(key);
      entries.set(key, found);
      return found.robots;
    }
    // A parsed file is some three times its text.
    const made = { robots: rulesOf(fact), size: 500 + 3 * (fact.copy?.text.length ?? 0) };
    entries.set(key, made);
    total += made.size;
    for (const [old, { size }] of entries) {
      if (total <= bytes || old === key) break;
      entries.delete(old);
      total -= size;
    }
    return made.robots;
  };
}
