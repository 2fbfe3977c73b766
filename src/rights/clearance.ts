import { z } from 'zod';
import type { Clearance, Drop, Evidence } from '../records.ts';
import type { Assessment } from './assessment.ts';

export type Clearing = { readonly kept: true; readonly record: Clearance } | { readonly kept: false; readonly drop: Drop };

/** Robots directives that deny training, by the rule under which they are counted; other families count as `no-train`. */
const rules: Readonly<Record<string, string>> = {
  noai: 'noai',
  noml: 'noml',
  noindex: 'noindex',
  none: 'noindex',
  unavailable_after: 'unavailable-after',
};

/** Conditions that a corpus meets by naming its sources. */
const meets = (obligation: string): boolean => obligation === 'attribution';

/**
 * The only way to a `Clearance`: may this page become training text? A denial drops it, whatever its licence. What nobody has said is
 * settled by the profile, standard: yes, strict: no. `robots` names the robots.txt it was fetched under: digest of the file, or why there
 * was none.
 */
export function clear(assessment: Assessment, robots: string): Clearing {
  const { uses, crawl, profile, licence, signals, evidence, obligations, denial } = assessment;
  if (crawl === 'deny') {
    return dropped('robots-disallow', quoteOf(evidence.find(({ signal }) => signal === 'robots:crawl=deny')));
  }
  if (uses.train === 'deny') {
    const directive = /^(?:header|html):robots:([^=]+)/.exec(denial?.signal ?? '')?.[1] ?? '';
    return dropped(rules[directive] ?? 'no-train', quoteOf(denial));
  }
  if (uses.train === 'conditional' && (profile === 'strict' || !obligations.every(meets))) {
    return dropped('conditional', obligations.join(', ') || 'training is bound to conditions');
  }
  if (uses.train === 'unknown' && profile === 'strict') {
    return dropped('unknown', 'nothing grants training, and the strict profile asks for a grant');
  }
  return { kept: true, record: branded({ uses, licence, signals, evidence, obligations, robots, profile }) };
}

const dropped = (rule: string, because: string): Clearing => ({ kept: false, drop: { stage: 'rights', rule, because } });

const quoteOf = (evidence: Evidence | undefined): string =>
  evidence === undefined ? 'denied' : `${evidence.where}: ${evidence.quote}`.slice(0, 500);

const use = z.enum(['allow', 'deny', 'conditional', 'unknown']);
const evidence = z.object({ signal: z.string(), quote: z.string(), where: z.string() });
const clearance = z.object({
  uses: z.object({ train: use.exclude(['deny']), aiInput: use, search: use, index: use }),
  licence: z.object({
    id: z.string().nullable(),
    scope: z.enum(['page', 'site', 'other']).exactOptional(),
    evidence: z.array(evidence),
    conflict: z.string().exactOptional(),
  }),
  signals: z.array(z.string()),
  evidence: z.array(evidence),
  obligations: z.array(z.string()),
  robots: z.string(),
  profile: z.enum(['standard', 'strict']),
});

/**
 * A clearance that was made by `clear`, read back from our own staging; null for anything else, among it one that denies training or that
 * its own profile would not have let pass.
 */
export function restoreClearance(json: unknown): Clearance | null {
  const read = clearance.safeParse(json);
  if (!read.success || (read.data.profile === 'strict' && read.data.uses.train !== 'allow')) return null;
  return branded(read.data);
}

/** All of a clearance but its brand, which exists in types alone. */
type ClearanceFields = Pick<Clearance, 'uses' | 'licence' | 'signals' | 'evidence' | 'obligations' | 'robots' | 'profile'>;

const branded = (fields: ClearanceFields): Clearance => fields as Clearance;
