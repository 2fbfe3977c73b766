import { ENTRY_CHARACTERS, Recent } from '../recent.ts';
import { rulesOf, type RobotsFact } from './fetched.ts';
import type { Robots } from './parse.ts';

/** Parsed files by digest, so that hosts with the same file share one; the least recently asked go first, beyond `bytes` of text. */
export function createRulesCache(bytes: number): (fact: RobotsFact) => Robots {
  const parsed = new Recent<string, Robots>(bytes);
  return (fact) => {
    const key = `${fact.profile} ${fact.sha256 ?? ''}`;
    const found = parsed.get(key);
    if (found !== undefined) return found;
    const robots = rulesOf(fact);
    // A parsed file is some three times its text.
    parsed.set(key, robots, ENTRY_CHARACTERS + 3 * (fact.copy?.text.length ?? 0));
    return robots;
  };
}
