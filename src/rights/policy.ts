import type { RightsSettings } from '../config/rights.ts';
import type { RightsProfile } from './assessment.ts';

/** What is made of an assessment: which pages may become training text. The profiles are two of these; `config/rights.yaml` makes others. */
export interface RightsPolicy {
  readonly profile: RightsProfile;
  /** What nobody has said about training means. */
  readonly unknown: 'allow' | 'deny';
  /** Conditions of training that this corpus meets: `attribution`, `payment:crawl` … */
  readonly obligations: readonly string[];
  /** SPDX ids, `*` standing for any characters; null: any licence, and none. */
  readonly licences: readonly string[] | null;
  /** What it means that robots.txt shuts out known training agents, and does not name ours. */
  readonly aiAgentBlocks: 'ignore' | 'record' | 'deny';
  /** Imported documents whose licence is stated without evidence: judged as they are, by what their host said when they were imported, or not at all. */
  readonly importsWithoutEvidence: 'archived' | 'live' | 'deny';
  /** ISO 3166 code of the country of whoever trains, for terms that name countries; null: not told. */
  readonly country: string | null;
}

/** What a profile means where nothing else is said. */
export function policyOf(profile: RightsProfile, own: Partial<Omit<RightsPolicy, 'profile'>> = {}): RightsPolicy {
  const strict = profile === 'strict';
  return {
    profile,
    unknown: strict ? 'deny' : 'allow',
    obligations: strict ? [] : ['attribution'],
    licences: null,
    aiAgentBlocks: strict ? 'deny' : 'record',
    importsWithoutEvidence: 'archived',
    country: null,
    ...own,
  };
}

/** The profile with what a project says otherwise. */
export function policyOfProject(
  profile: RightsProfile,
  { hostFiles: _asked, headersDecide: _early, ...own }: RightsSettings,
): RightsPolicy {
  return policyOf(profile, Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)));
}

/** Whether it differs from its profile in anything. */
export const isOwn = (policy: RightsPolicy): boolean => JSON.stringify(policy) !== JSON.stringify(policyOf(policy.profile));

/** Whether an SPDX expression is wanted: of alternatives one must be, of what applies together all. */
export function isWanted(id: string, patterns: readonly string[]): boolean {
  return id.split(/\s+OR\s+/).some((choice) =>
    choice
      .replaceAll(/[()]|\s+WITH\s+\S+/g, '')
      .split(/\s+AND\s+/)
      .every((one) => patterns.some((pattern) => matchesId(one.trim(), pattern))),
  );
}

const matchesId = (id: string, pattern: string): boolean =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
      .join('.*')}$`,
    'i',
  ).test(id);
