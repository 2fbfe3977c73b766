import { openHeaders } from '../config/access.ts';
import type { Config } from '../config/config.ts';
import { digestOf, recordIdOf } from '../archive/record.ts';
import { admitPage } from '../fetch/admit.ts';
import type { FetchResponse, HttpClient } from '../fetch/fetch.ts';
import { redirectTarget } from '../fetch/redirect.ts';
import { classifyStatus } from '../fetch/retry.ts';
import type { HostFacts } from '../ledger/host-facts.ts';
import type { Capture, Digest, Drop, PageUrl } from '../records.ts';
import { documentsOfPage } from '../rights/signals/rsl.ts';
import { canonicalize } from '../url/canonical.ts';
import { askFar } from './ask-far.ts';
import { crawlerFor } from './ad-hoc-crawler.ts';
import { HostFilesDesk } from './host-files-desk.ts';
import { type RobotsAsk, type RobotsDecision, RobotsDesk } from './robots-desk.ts';

/** A page that was fetched on demand, with what a crawl would have on record of it. */
export interface Arrived {
  readonly kind: 'arrived';
  readonly capture: Capture;
  readonly body: Uint8Array;
  readonly response: FetchResponse;
  readonly robots: string;
  /** Names the files that speak for its host, in the facts. */
  readonly hostFiles: Digest | null;
}

/** Why there is no page. */
export type Missed =
  /** It may not be taken. */
  | { readonly kind: 'dropped'; readonly url: PageUrl; readonly drop: Drop }
  | { readonly kind: 'failed'; readonly url: PageUrl; readonly reason: string; readonly because: string };

interface Means {
  readonly config: Config;
  readonly client: HttpClient;
  readonly facts: HostFacts;
  /** Who is asked for robots.txt; default: a desk over the facts. */
  readonly robots?: RobotsAsk;
  /** Asked before every request for the page: null, or why it is not made. */
  readonly unwanted?: (url: PageUrl) => Drop | null;
}

/** Fetches one page now: follows redirects, asking the robots.txt and the files of every hop's host before it. */
export async function arrive(means: Means, start: PageUrl): Promise<Arrived | Missed> {
  const { config, client, facts, unwanted = () => null } = means;
  const robots = means.robots ?? new RobotsDesk({ config, client, facts, clock: Date.now });
  const files = new HostFilesDesk({ config, client, facts, robots, clock: Date.now });
  let url = start;
  for (let hop = 0; hop <= config.limits.redirects; hop += 1) {
    const drop = unwanted(url);
    if (drop !== null) return { kind: 'dropped', url, drop };
    const decision = await robots.ask(url);
    const { verdict, because } = decision;
    if (verdict === 'disallow') return { kind: 'dropped', url, drop: { stage: 'robots', rule: 'disallowed', because } };
    if (verdict === 'wait') return { kind: 'failed', url, reason: 'robots-unreachable', because };
    const headers = openHeaders(crawlerFor(config, url));
    const result = await client.fetch({ url, headers, admit: admitPage });
    if (result.kind === 'failure') return { kind: 'failed', url, reason: result.reason, because: result.because };
    const status = classifyStatus(result.status);
    if (status === 'page') {
      await files.want(url, documentsOfPage(result.headers, Buffer.from(result.body).toString('latin1'), url));
      const hostFiles = await allFiles({ files, robots, client }, url, decision);
      const capture = captureOf(start, url, result);
      return { kind: 'arrived', capture, body: result.body, response: result, robots: decision.evidence, hostFiles };
    }
    if (status !== 'redirect')
      return { kind: 'failed', url, reason: `http-${result.status}`, because: `the server answered ${result.status} ${result.statusText}` };
    const target = redirectTarget(result);
    const next = target === null ? null : canonicalize(target, url);
    if (next === null) return { kind: 'failed', url, reason: 'bad-redirect', because: `a redirect to ${target ?? 'nowhere'}` };
    url = next;
  }
  const because = `more than ${config.limits.redirects} redirects, the last one to ${url}`;
  return { kind: 'failed', url, reason: 'too-many-redirects', because };
}

interface Desks {
  readonly files: HostFilesDesk;
  readonly robots: RobotsAsk;
  readonly client: HttpClient;
}

async function allFiles({ files: desk, ...means }: Desks, url: PageUrl, decision: RobotsDecision): Promise<Digest | null> {
  for (;;) {
    const { contacted, files, awaits } = await desk.ask(url, decision);
    for (const document of awaits) await askFar({ ...means, far: desk.far }, document);
    if (!contacted && awaits.length === 0) return files;
  }
}

function captureOf(url: PageUrl, finalUrl: PageUrl, { at, status, headers, body }: FetchResponse): Capture {
  const bodyDigest = digestOf(body);
  return { recordId: recordIdOf('response', finalUrl, at, bodyDigest), url, finalUrl, at, status, headers, bodyDigest };
}
