import { z } from 'zod';
import type { Clearance, Digest, Drop, Evidence, Statement } from '../records.ts';
import { version } from '../version.ts';
import type { Assessment } from './assessment.ts';
import { placeOf } from './evidence.ts';
import { isWanted, policyOf, type RightsPolicy } from './policy.ts';

export type Clearing = { readonly kept: true; readonly record: Clearance } | { readonly kept: false; readonly drop: Drop };

/** Name and version of what judges, as it goes on record. */
export const rightsEngine = `garner@${version}`;

/** Signals that deny training, by the rule under which they are counted; other families count as `no-train`. */
const rules: readonly (readonly [begin: RegExp, rule: string])[] = [
  [/^(?:header|html):robots:noai$/, 'noai'],
  [/^(?:header|html):robots:noml$/, 'noml'],
  [/^(?:header|html):robots:(?:noindex|none)$/, 'noindex'],
  [/^(?:header|html):robots:unavailable_after$/, 'unavailable-after'],
  [/:content-usage:/, 'content-usage'],
  [/:content-signal:/, 'content-signal'],
  [/:tdm-reservation/, 'tdm-reservation'],
  [/^rsl:|:rsl:/, 'rsl'],
  [/^aitxt:/, 'ai-txt'],
  [/^robots:ai-agent-block:/, 'ai-agent-block'],
];

/** In the place of a robots.txt: the document came from disk, or from a web archive that has none, and no host was asked. */
export const notAsked = 'imported';

interface ClearOptions {
  /** Default: that of the assessment's profile. */
  readonly policy?: RightsPolicy;
  /** Of a policy of the project's own. */
  readonly policyDigest?: Digest;
  /** Of whoever imported the document. */
  readonly statement?: Statement;
}

/**
 * The only way to a `Clearance`: may this page become training text? A denial drops it, whatever its licence. What nobody has said is
 * settled by the policy, that of the standard profile: yes, of the strict one: no. `robots` names the robots.txt it was fetched under: digest of the
 * file, or why there was none.
 */
export function clear(assessment: Assessment, robots: string, options: ClearOptions = {}): Clearing {
  const { uses, crawl, profile, licence, signals, evidence, trainObligations: obligations, denial, at } = assessment;
  const { policy = policyOf(profile), policyDigest, statement } = options;
  const dropped = (rule: string, because: string): Clearing => ({
    kept: false,
    drop: { stage: 'rights', rule, because, evidence: [...evidence, ...licence.evidence] },
  });
  if (crawl === 'deny') return dropped('robots-disallow', quoteOf(evidence.find(({ signal }) => signal === 'robots:crawl=deny')));
  if (uses.train === 'deny') {
    const rule = rules.find(([signal]) => signal.test(denial?.signal ?? ''))?.[1];
    return dropped(rule ?? 'no-train', quoteOf(denial));
  }
  if (uses.train === 'conditional' && !obligations.every((each) => policy.obligations.includes(each))) {
    return dropped('conditional', obligations.join(', '));
  }
  // Conditions that nobody has spelt out cannot be met.
  if (uses.train === 'conditional' && obligations.length === 0) return dropped('conditional', 'training is bound to conditions');
  const isStated = statement !== undefined && (statement.own || statement.evidence !== null);
  if (statement !== undefined && !isStated) {
    const stated = `import ${statement.source} states ${statement.licence} without evidence`;
    if (policy.importsWithoutEvidence === 'deny') return dropped('import-without-evidence', stated);
    if (policy.importsWithoutEvidence === 'live' && robots === notAsked)
      return dropped('import-without-evidence', `${stated}, and its host was not asked: import it again`);
  }
  // A page of a web archive that has no robots.txt of its host.
  if (statement === undefined && robots === notAsked && policy.importsWithoutEvidence !== 'archived')
    return dropped(
      'import-without-evidence',
      'the web archive it was imported from has no answer to robots.txt, and its host was not asked',
    );
  if (uses.train === 'unknown' && policy.unknown === 'deny') {
    return dropped('unknown', 'nothing grants training, and the policy asks for a grant');
  }
  if (policy.licences !== null && (licence.id === null || !isWanted(licence.id, policy.licences))) {
    return dropped('licence-not-wanted', licence.id ?? licence.conflict ?? 'the page names no licence');
  }
  const engine = rightsEngine;
  const own = policyDigest === undefined ? {} : { policy: policyDigest };
  const judged = at === undefined ? {} : { at };
  return { kept: true, record: branded({ uses, licence, signals, evidence, obligations, robots, profile, ...own, ...judged, engine }) };
}

const quoteOf = (evidence: Evidence | undefined): string =>
  evidence === undefined ? 'denied' : `${placeOf(evidence)}: ${evidence.quote}`.slice(0, 500);

const use = z.enum(['allow', 'deny', 'conditional', 'unknown']);
const digest = z.custom<Digest>((value) => typeof value === 'string' && value.startsWith('sha256:'));
const evidence = z.object({
  signal: z.string(),
  quote: z.string(),
  where: z.string(),
  line: z.number().exactOptional(),
  file: digest.exactOptional(),
});
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
  policy: digest.exactOptional(),
  at: z.string().exactOptional(),
  engine: z.string(),
});

/**
 * A clearance that was made by `clear`, read back from our own staging; null for anything else, among it one that denies training or that
 * its own profile would not have let pass; a policy of the project's own may let more pass.
 */
export function restoreClearance(json: unknown): Clearance | null {
  const read = clearance.safeParse(json);
  if (!read.success) return null;
  const { profile, policy, uses } = read.data;
  return profile === 'strict' && policy === undefined && uses.train !== 'allow' ? null : branded(read.data);
}

/** All of a clearance but its brand, which exists in types alone. */
type ClearanceFields = Pick<
  Clearance,
  'uses' | 'licence' | 'signals' | 'evidence' | 'obligations' | 'robots' | 'profile' | 'policy' | 'at' | 'engine'
>;

const branded = (fields: ClearanceFields): Clearance => fields as Clearance;
