import type { Headers } from '../records.ts';
import { robotsRedirects, type RobotsAnswer } from './answer.ts';
import { isRedirect, redirectTarget } from './fetch-robots.ts';
import { robotsFact, type RobotsFact } from './fetched.ts';
import { parseRobots } from './parse.ts';
import type { RobotsProfile } from './profile.ts';

interface RobotsHop {
  readonly status?: number;
  /** Content type. */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly location?: string;
  /** A network fault, such as `ETIMEDOUT`; with a body, one that came in the middle of it. */
  readonly error?: string;
}

/** Something that happened at a virtual time. A redirect is continued by the next step, or has its whole `chain`. */
export interface RobotsStep extends RobotsHop {
  /** Seconds. */
  readonly t: number;
  readonly chain?: readonly RobotsHop[];
  /** Nothing was fetched: what is known is asked again. */
  readonly cached?: boolean;
  /** A page led elsewhere: the target's own robots.txt decides. */
  readonly pageRedirect?: { readonly from: string; readonly to: string };
  readonly robotsOfTarget?: string;
}

export interface RobotsAccess {
  /**
   * `allow`: all may be fetched; `rules`: the file decides URL by URL; `disallow`: nothing may be fetched; `unreachable-disallow`: nothing
   * may be fetched now, URLs are deferred, not dropped.
   */
  readonly access: 'allow' | 'disallow' | 'unreachable-disallow' | 'rules';
  readonly flags: readonly string[];
}

/** Plays what happened when robots.txt was asked for, in virtual time, and tells what may be fetched at the end. */
export function robotsAccess(steps: readonly RobotsStep[], options: { readonly profile?: RobotsProfile } = {}): RobotsAccess {
  const profile = options.profile ?? 'standard';
  const hops: RobotsHop[] = [];
  let fact: RobotsFact | null = null;
  let redirected: RobotsAccess | null = null;
  for (const [index, step] of steps.entries()) {
    const now = step.t * 1000;
    redirected = null;
    if (step.pageRedirect !== undefined) {
      redirected = accessOfTarget(step.pageRedirect.to, step.robotsOfTarget, profile);
    } else if (step.cached === true) {
      if (fact !== null && now >= fact.expiresAt) fact = robotsFact(notAsked, profile, fact, now);
    } else {
      hops.push(...(step.chain ?? [step]));
      const open = isRedirect(hops.at(-1)?.status ?? 0) && hops.length <= robotsRedirects && hops.at(-1)?.error === undefined;
      // The last step's redirect was never followed, or the next step is its answer.
      if (open && steps[index + 1] !== undefined && redirectTarget(hops.at(-1)?.location, 'https://robots.invalid/') !== null) continue;
      fact = robotsFact(answerOf(hops.splice(0)), profile, fact, now);
    }
  }
  return redirected ?? accessOf(fact ?? robotsFact(notAsked, profile, null, 0));
}

const notAsked: RobotsAnswer = { kind: 'failure', reason: 'not-asked', because: 'it was not asked for' };

/** One walk along the hops, as `fetchRobots` makes it. */
function answerOf(hops: readonly RobotsHop[]): RobotsAnswer {
  for (const [index, hop] of hops.entries()) {
    if (hop.error !== undefined) {
      const reason = hop.status === undefined ? hop.error.toLowerCase() : 'truncated';
      return { kind: 'failure', reason, because: hop.error };
    }
    if (!isRedirect(hop.status ?? 0)) {
      return { kind: 'response', status: hop.status ?? 0, headers: headersOf(hop), body: Buffer.from(hop.body ?? '') };
    }
    if (index >= robotsRedirects) return { kind: 'too-many-redirects' };
    if (redirectTarget(hop.location, 'https://robots.invalid/') === null) return { kind: 'bad-redirect', to: hop.location ?? '' };
  }
  return { kind: 'failure', reason: 'redirect-not-answered', because: 'the redirect was not answered' };
}

function headersOf(hop: RobotsHop): Headers {
  const type: Headers = hop.type === undefined ? [] : [['content-type', hop.type]];
  return [...type, ...Object.entries(hop.headers ?? {})];
}

function accessOf(fact: RobotsFact): RobotsAccess {
  const flags = fact.reason === 'truncated' && !fact.flags.includes('truncated') ? [...fact.flags, 'truncated'] : fact.flags;
  if (fact.access !== 'wait') return { access: fact.access, flags };
  // Closed for another reason than an outage.
  const closed = fact.flags.includes('stale-expired') || fact.flags.includes('too-many-redirects');
  return { access: closed ? 'disallow' : 'unreachable-disallow', flags };
}

function accessOfTarget(url: string, body: string | undefined, profile: RobotsProfile): RobotsAccess {
  if (body === undefined) return { access: 'unreachable-disallow', flags: ['unreachable'] };
  const { allowed } = parseRobots(body, { profile }).decide([], url);
  return { access: allowed ? 'allow' : 'disallow', flags: [] };
}
