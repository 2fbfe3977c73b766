import { createHash } from 'node:crypto';
import type { Digest, Headers, Instant } from '../records.ts';
import { readAnswer, type Reading, type RobotsAnswer } from './answer.ts';
import { askedWait, lifetimeOf, staleFor, waitAfter } from './lifetime.ts';
import { parseRobots, robotsBytes, type Robots } from './parse.ts';
import type { RobotsProfile } from './profile.ts';

export type { RobotsAnswer } from './answer.ts';

/** A robots.txt that came whole, kept as text. */
interface RobotsCopy {
  /** Of the body as received. */
  readonly sha256: Digest;
  /** The first 500 KiB. */
  readonly text: string;
  /** How `text` spells the bytes: files that are not UTF-8 have one character per byte. */
  readonly encoding: 'utf-8' | 'octets';
  readonly fetchedAt: Instant;
}

/** What is known of an origin's robots.txt: JSON, kept in the host facts under the kind `robots`. */
export interface RobotsFact {
  readonly version: 1;
  readonly profile: RobotsProfile;
  /** `wait`: nothing may be fetched now; ask for robots.txt again after `expiresAt`. */
  readonly access: 'allow' | 'disallow' | 'rules' | 'wait';
  /** Names what was seen: `rules`, `no-rules`, `http-503`, `bot-wall`, `dns-not-found` … */
  readonly reason: string;
  /** For people. */
  readonly because: string;
  /** Of the file in use, or null when there is none. */
  readonly sha256: Digest | null;
  /** The file in use, which may be older than the answer (flag `stale`); kept through outages. */
  readonly copy: RobotsCopy | null;
  /** Of the newest answer; null when there was none. */
  readonly status: number | null;
  readonly fetchedAt: Instant;
  readonly expiresAt: Instant;
  /** The server has asked not to be contacted before (`Retry-After`). */
  readonly notBefore?: Instant;
  /** In a row, up to now. */
  readonly failures: number;
  readonly flags: readonly string[];
}

/**
 * What the newest answer, together with what was known before, says about an origin. Failures keep the last good copy in force for 30
 * days; after that the host waits. The google profile goes on with it (RFC 9309 §2.3.1.4).
 */
export function robotsFact(answer: RobotsAnswer, profile: RobotsProfile, previous: RobotsFact | null, now: Instant): RobotsFact {
  const reading = readAnswer(answer, profile);
  const headers: Headers = answer.kind === 'response' ? answer.headers : [];
  const status = answer.kind === 'response' ? answer.status : null;
  if (reading.access === 'wait') return waiting(reading, { profile, status, previous, now, headers });
  const copy = answer.kind === 'response' && status !== null && status >= 200 && status < 300 ? copyOf(answer.body, now) : null;
  return {
    ...known(reading),
    version: 1,
    profile,
    access: reading.access,
    sha256: copy?.sha256 ?? null,
    copy,
    status,
    fetchedAt: now,
    expiresAt: now + lifetimeOf(headers),
    failures: 0,
    flags: reading.flags,
  };
}

const known = (reading: Reading): { reason: string; because: string } => ({ reason: reading.reason, because: reading.because });

interface Circumstances {
  readonly profile: RobotsProfile;
  readonly status: number | null;
  readonly previous: RobotsFact | null;
  readonly now: Instant;
  readonly headers: Headers;
}

function waiting(reading: Reading, { profile, status, previous, now, headers }: Circumstances): RobotsFact {
  const failures = (previous?.failures ?? 0) + 1;
  const copy = previous?.copy ?? null;
  const askedMs = askedWait(headers, now);
  const usable = copy !== null && (profile === 'google' || now - copy.fetchedAt <= staleFor);
  return {
    ...known(reading),
    version: 1,
    profile,
    access: usable ? 'rules' : 'wait',
    sha256: copy?.sha256 ?? null,
    copy,
    status,
    fetchedAt: now,
    expiresAt: now + waitAfter(failures, headers, now),
    ...(askedMs > 0 && { notBefore: now + askedMs }),
    failures,
    flags: [...reading.flags, ...(copy === null ? [] : [usable ? 'stale' : 'stale-expired'])],
  };
}

function copyOf(body: Uint8Array, now: Instant): RobotsCopy {
  const sha256 = `sha256:${createHash('sha256').update(body).digest('hex')}` as Digest;
  // One byte over the limit, so that a reader of the copy still sees that it was cut.
  const kept = body.subarray(0, robotsBytes + 1);
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(kept);
    return { sha256, text, encoding: 'utf-8', fetchedAt: now };
  } catch {
    return { sha256, text: Buffer.from(kept).toString('latin1'), encoding: 'octets', fetchedAt: now };
  }
}

/** The rules of the file in use; those of an empty file when there is none. */
export function rulesOf(fact: RobotsFact): Robots {
  const copy = fact.copy;
  const body = copy === null ? '' : copy.encoding === 'utf-8' ? copy.text : Buffer.from(copy.text, 'latin1');
  return parseRobots(body, { profile: fact.profile });
}

export interface RobotsVerdict {
  readonly verdict: 'allow' | 'disallow' | 'wait';
  /** For people: the line, or what the server answered. */
  readonly because: string;
  readonly line?: number;
  /** Milliseconds between requests that the file asks for, however long. */
  readonly crawlDelayMs?: number;
}

/**
 * Whether an absolute URL of the fact's origin may be requested. Parses the file unless `rules` brings it parsed (`createRulesCache`).
 * robots.txt itself may always be requested.
 */
export function robotsGate(
  fact: RobotsFact,
  agentTokens: string | readonly string[],
  url: string,
  rules: (fact: RobotsFact) => Robots = rulesOf,
): RobotsVerdict {
  if (URL.parse(url)?.pathname === '/robots.txt') return { verdict: 'allow', because: 'robots.txt itself' };
  if (fact.access === 'wait' || fact.access === 'disallow') return { verdict: fact.access, because: fact.because };
  if (fact.access === 'allow' && fact.copy === null) return { verdict: 'allow', because: fact.because };
  const robots = rules(fact);
  const seconds = robots.crawlDelay(agentTokens);
  const delay = seconds === undefined ? {} : { crawlDelayMs: Math.round(seconds * 1000) };
  const { allowed, line, rule } = robots.decide(agentTokens, url);
  const because = rule === undefined ? 'no rule of robots.txt matches' : line === undefined ? rule : `robots.txt line ${line}: ${rule}`;
  return { verdict: allowed ? 'allow' : 'disallow', because, ...(line === undefined ? {} : { line }), ...delay };
}
