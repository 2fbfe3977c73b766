import { admitPage } from '../fetch/admit.ts';
import { conditions } from '../fetch/conditional.ts';
import type { FetchFailure, FetchRequest, FetchResponse } from '../fetch/fetch.ts';
import { redirectTarget } from '../fetch/redirect.ts';
import { backoff, classifyStatus, troubleOf } from '../fetch/retry.ts';
import type { Digest, Drop, Leased, Role } from '../records.ts';
import { deniedByHead } from '../rights/head.ts';
import { documentsOfPage } from '../rights/signals/rsl.ts';
import { canonicalize } from '../url/canonical.ts';
import { Attempt, type Ending, type FetchParts } from './attempt.ts';
import { type Contact, contactOf } from './contacted.ts';
import { closedByHours, closedToday, hasDailyLimits } from './daily.ts';
import { TERMS_BYTES } from './far-documents.ts';
import { foundUnchanged, type Held, heldOf, isSame } from './held.ts';
import { isForOthers, renderPage } from './render-page.ts';
import { restAfter } from './rest.ts';
import { hasFailed, retry } from './retry.ts';
import type { RobotsDecision } from './robots-desk.ts';
import { screen } from './screen.ts';
import { wait } from './revisiting.ts';
import { discover, inPlaceOf } from './rules.ts';

/** How soon a page that waits for a document of another host looks again. */
const AWAIT_MS = 5000;

/** Workers that one URL may outlive: one could be killed by chance, and so could two. */
const QUARANTINE_AFTER = 5;

/**
 * One turn of one URL: scope, block lists, what was forgotten, robots.txt, budget, request, archive, ledger; in this order, so that nothing is requested that may not be,
 * and nothing is settled before it is on disk. Never throws for what a site does.
 */
export async function fetchUrl(parts: FetchParts, leased: Leased, isOurs: () => boolean): Promise<Ending> {
  const rules = parts.rules.get(leased.crawler);
  if (rules === undefined) throw new Error(`no crawler is called ${leased.crawler}`);
  const attempt = new Attempt(parts, leased, rules, isOurs);
  const unwanted = leased.role === 'page' ? (rules.outOfScope(leased.url) ?? parts.blocked(leased.url) ?? (await trapIn(attempt))) : null;
  if (unwanted !== null) return attempt.refuse(unwanted);
  const forgotten = parts.forgotten.of(leased.url);
  if (forgotten !== null) return attempt.refuse(forgotten);
  if (leased.deaths >= QUARANTINE_AFTER) {
    return attempt.fail(
      'quarantined',
      `whoever had it in hand died or hung, ${leased.deaths} times; it is left alone for the rest of this run`,
    );
  }
  if (await isForOthers(attempt)) return attempt.rest();
  const ended = leased.role === 'terms' ? null : await parts.budget.ended();
  if (ended !== null) return attempt.refuse(ended);
  const givenUp = await parts.health.givenUp(leased.key);
  if (givenUp !== null) return attempt.fail('host-given-up', givenUp);

  const notDue = await wait(attempt);
  if (notDue !== null) return notDue;
  const closed = await closedNow(attempt);
  if (closed !== null) return closed;

  const robots = await parts.robots.ask(leased.url, isOurs);
  const { maxDelay } = parts.config.crawl;
  // A longer one makes us leave the origin alone, but not its siblings.
  const rest = (tookMs: number): number => restAfter(rules.pacing, Math.min(robots.crawlDelayMs, maxDelay), tookMs);
  await oweFor(attempt, robots, rest);
  if (robots.verdict === 'wait') return waitForRobots(attempt, robots);
  await announceSitemaps(attempt, robots);
  if (robots.verdict === 'disallow') return attempt.refuse({ stage: 'robots', rule: 'disallowed', because: robots.because });
  if (robots.crawlDelayMs > maxDelay) {
    const because = `robots.txt asks for ${robots.crawlDelayMs / 1000} s between requests; crawl.maxDelay is ${maxDelay / 1000} s`;
    return attempt.refuse({ stage: 'robots', rule: 'crawl-delay-too-long', because });
  }
  if (robots.contacted && attempt.isDue) return attempt.again();
  const spoken = leased.role === 'page' ? await askForHostFiles(attempt, robots, rest) : null;
  if (spoken === 'again') return attempt.again();
  if (spoken === 'later') return attempt.again(Math.min(parts.config.crawl.backoff, AWAIT_MS));
  const probe = await parts.notFound.ask(leased.url, isOurs);
  await oweFor(attempt, probe, rest);
  if (probe.contacted && attempt.isDue) return attempt.again();
  const overspent = await attempt.pay();
  if (overspent !== null) return attempt.refuse(overspent);

  const held = await heldOf(parts, leased);
  const recalled = await parts.recall(leased);
  if (recalled !== null) {
    attempt.recall(recalled);
    attempt.owes(rest(recalled.response.durationMs));
    return take(attempt, recalled.response, { evidence: robots.evidence, hostFiles: spoken }, held);
  }
  // What scripts make may have changed though the page that they stand in has not.
  const asBefore = rules.config.render === 'always' || held?.capture.renderedFrom !== undefined ? {} : (held ?? {});
  const { limits } = parts.config;
  let denied: Drop | null = null;
  const admit: FetchRequest['admit'] = (head) => {
    const unread = admitPage(head);
    if (unread !== null || head.status !== 200 || !parts.config.rightsPolicy.headersDecide) return unread;
    denied = deniedByHead({ url: leased.url, userAgent: parts.config.userAgent.name, headers: head.headers, at: parts.stamp() });
    return denied === null ? null : 'denied-by-headers';
  };
  const request = {
    url: leased.url,
    mayStart: isOurs,
    headers: [...rules.headersFor(leased.url), ...conditions(asBefore)],
    limits: { body: bodyLimit(leased.role, limits) },
    ...(leased.role === 'page' && { admit }),
  };
  const result = await parts.client.fetch(request).catch(async (error: unknown) => {
    await attempt.giveBack();
    throw error;
  });
  await attempt.took(result);
  const { contacted, tookMs, asksMs } = contactOf(result);
  // Whatever becomes of the URL.
  if (contacted) attempt.owes(rest(tookMs), asksMs);
  if (denied !== null) return attempt.refuse(denied);
  if (result.kind === 'failure') return fail(attempt, result);
  return take(attempt, result, { evidence: robots.evidence, hostFiles: spoken }, held);
}

/** The host was asked for something besides the page: it rests as it does after one. */
async function oweFor(attempt: Attempt, { contacted, tookMs, asksMs, busy }: Contact, rest: (tookMs: number) => number): Promise<void> {
  if (!contacted) return;
  attempt.owes(rest(tookMs), asksMs);
  if (busy !== null) await hasFailed(attempt, busy, { asked: asksMs > 0 ? asksMs : null, host: true });
}

/** What a host gave lately must have been read before it is known whether more of it is wanted. */
async function trapIn({ parts, leased, rules }: Attempt): Promise<Drop | null> {
  if (parts.traps === null || !rules.config.traps) return null;
  await parts.harvest.caughtUp(leased.key);
  return parts.traps.trapOf(leased.url);
}

function bodyLimit(role: Role, limits: FetchParts['config']['limits']): number {
  if (role === 'terms') return TERMS_BYTES;
  return role === 'page' ? limits.body : limits.sitemap;
}

/** What a page is fetched under. */
export interface Terms {
  /** The robots.txt: digest of the file, or why there was none. */
  readonly evidence: string;
  /** Names the files that speak for the host; null where there are none. */
  readonly hostFiles: Digest | null;
}

/**
 * Each file takes a turn of its own, as robots.txt does; a host that needs no rest is asked for all in one. Documents of other hosts are discoveries,
 * with a turn there, a robots.txt and an outcome; the page comes back for them later.
 */
async function askForHostFiles(
  attempt: Attempt,
  robots: RobotsDecision,
  rest: (tookMs: number) => number,
): Promise<Digest | null | 'again' | 'later'> {
  const { url, crawler, depth } = attempt.leased;
  for (;;) {
    const { files, awaits, ...contact } = await attempt.parts.hostFiles.ask(url, robots, attempt.isOurs);
    if (awaits.length > 0) {
      await attempt.parts.add(awaits.map((document) => discover(crawler, document, { role: 'terms', via: url, depth })));
      return 'later';
    }
    if (!contact.contacted) return files;
    await oweFor(attempt, contact, rest);
    if (attempt.isDue) return 'again';
  }
}

async function take(attempt: Attempt, response: FetchResponse, terms: Terms, held: Held | null): Promise<Ending> {
  const { status, statusText, headers, body } = response;
  const meaning = classifyStatus(status);
  const screened = await screen(attempt, response);
  if (screened !== null) return screened;
  if (meaning === 'rate-limited' || meaning === 'server-error') {
    const because = `the server answered ${status} ${statusText}`.trim();
    return retry(attempt, `http-${status}`, because, { ...troubleOf(response), spendsAttempt: status !== 429 });
  }
  await attempt.parts.health.ok(attempt.leased.key);
  if (meaning === 'redirect') return redirect(attempt, response);
  if (await pointsToMore(attempt, response, held)) {
    await attempt.giveBack();
    return attempt.again();
  }
  const forgotten = meaning === 'page' ? attempt.parts.forgotten.ofBody(body, headers) : null;
  if (forgotten !== null) return attempt.refuse(forgotten);
  const rendered = meaning === 'page' ? await renderPage(attempt, response, terms, held) : null;
  if (rendered !== null) return rendered;
  if (held !== null && isSame(held, response)) return foundUnchanged(attempt, response, held, terms);
  if (meaning !== 'page') return attempt.fail(`http-${status}`, statusText || meaning, status);
  if (body.byteLength === 0) return attempt.fail('empty-body', 'the response has no body', status);
  return capture(attempt, response, terms);
}

/**
 * Whether the page points to a document of terms that has not been asked for: then the document has the host's next turn, and the page is fetched
 * again after it. That happens once for a document, not for each page that points to it.
 */
async function pointsToMore({ parts, leased }: Attempt, { headers, body }: FetchResponse, held: Held | null): Promise<boolean> {
  if (leased.role !== 'page') return false;
  const bytes = body.byteLength > 0 ? body : (held?.body ?? body);
  const markup = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const speaks = markup.includes('rsl+xml') || headers.some(([name, value]) => name.toLowerCase() === 'link' && value.includes('rsl+xml'));
  return speaks && (await parts.hostFiles.want(leased.url, documentsOfPage(headers, markup.toString('latin1'), leased.url)));
}

async function capture(attempt: Attempt, response: FetchResponse, { evidence, hostFiles }: Terms): Promise<Ending> {
  const { url } = attempt.leased;
  const { at, status, headers, body } = response;
  const { recordId, bodyDigest, location } = await attempt.archive(response);
  if (attempt.leased.role === 'terms') await attempt.parts.hostFiles.far.came(url, body, bodyDigest);
  const page = {
    capture: { recordId, url, finalUrl: url, at, status, headers, bodyDigest },
    location,
    robots: evidence,
    ...(hostFiles !== null && { hostFiles }),
  };
  const entry = await attempt.record({ kind: 'page', ...page });
  await attempt.harvest(entry, page, body);
  return attempt.rest();
}

/** A redirect is never followed inside a turn: its target is a discovery like any other, with its own robots.txt, rest and outcome. */
async function redirect(attempt: Attempt, response: FetchResponse): Promise<Ending> {
  const { leased, rules, parts } = attempt;
  const { status } = response;
  const target = redirectTarget(response);
  const to = target === null ? null : canonicalize(target, leased.url, rules.config.query);
  if (to === null) return attempt.fail('bad-redirect', `its target is ${target ?? 'missing'}`, status);
  const hops = leased.hops + 1;
  const most = parts.config.limits.redirects;
  if (hops > most) return attempt.fail('too-many-redirects', `more than ${most} redirects in a row, the last one to ${to}`, status);
  const { recordId } = await attempt.archive(response);
  // Before the redirect is on record: what has an outcome is not looked at again after a crash.
  if (leased.role !== 'page' || rules.outOfScope(to) === null) {
    const target = discover(leased.crawler, to, { role: leased.role, via: leased.url, depth: leased.depth, hops });
    await parts.add([inPlaceOf(leased, target)]);
  }
  return attempt.end({ kind: 'redirect', status, to, recordId });
}

function fail(attempt: Attempt, { reason, because, retriable }: FetchFailure): Promise<Ending> {
  if (reason === 'unsupported-type') return attempt.refuse({ stage: 'fetch', rule: reason, because });
  return retriable ? retry(attempt, reason, because, { asked: null, host: false, spendsAttempt: true }) : attempt.fail(reason, because);
}

/** No robots.txt, no request (RFC 9309 §2.3.1.4): the page waits, and has failed when waiting does not help. */
async function waitForRobots(attempt: Attempt, { because, contacted, hopeless, notBefore }: RobotsDecision): Promise<Ending> {
  const { parts, leased } = attempt;
  const reason = 'robots-unreachable';
  // Those who wait for the same answer have not each found the host failing.
  if (contacted || hopeless) await attempt.failed(reason);
  if (hopeless || leased.attempt + 1 >= parts.config.limits.attempts) return attempt.fail(reason, because);
  const ms = Math.max(notBefore - parts.clock(), backoff(leased.attempt, parts.random, parts.config.crawl.backoff));
  return attempt.wait({ reason, because, ms, spendsAttempt: true });
}

/** The host is left alone outside of its hours, and when it has given what it gives in a day; nothing waits for a budget that is used up. */
async function closedNow(attempt: Attempt): Promise<Ending | null> {
  const { leased, rules, parts } = attempt;
  const now = parts.clock();
  const closed =
    closedByHours(leased.key, rules.hours, now) ??
    (hasDailyLimits(rules.daily) ? closedToday(leased.key, rules.daily, await parts.daily.of(leased.key), now) : null);
  if (closed === null) return null;
  const overspent = await attempt.pay();
  if (overspent !== null) return attempt.refuse(overspent);
  await attempt.giveBack();
  return attempt.hold(closed);
}

async function announceSitemaps({ parts, leased, rules }: Attempt, robots: RobotsDecision): Promise<void> {
  // The host of terms is not ours to crawl.
  if (rules.config.sitemaps !== true || leased.role === 'terms') return;
  const found = parts.robots.newSitemaps(leased.url, leased.crawler, robots);
  if (found.length > 0) await parts.add(found.map((url) => discover(leased.crawler, url, { role: 'sitemap', via: 'sitemap', depth: 0 })));
}
