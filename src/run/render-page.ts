import { digestOf } from '../archive/record.ts';
import type { FetchResponse } from '../fetch/fetch.ts';
import { backoff } from '../fetch/retry.ts';
import type { Headers, PageUrl } from '../records.ts';
import type { Leave, Rendered, RenderFailure, Renderer } from '../render/render.ts';
import { canonicalize } from '../url/canonical.ts';
import { politenessKeyOf } from '../url/politeness.ts';
import type { Attempt, Ending } from './attempt.ts';
import type { Terms } from './fetch-url.ts';
import { type Held, stillStanding } from './held.ts';
import { withReservations } from './reservations.ts';
import { retry } from './retry.ts';
import type { RobotsDecision } from './robots-desk.ts';
import { discover, inPlaceOf } from './rules.ts';

const HTML = /^(?:text\/html|application\/xhtml\+xml)\b/i;
/** As it is written after rendering, whatever it was before. */
const RENDERED_TYPE = 'text/html; charset=utf-8';

export const isHtml = ({ headers }: FetchResponse): boolean =>
  headers.some(([name, value]) => name.toLowerCase() === 'content-type' && HTML.test(value.trim()));

/** The headers of a response, for the page that was made of it. */
export const renderedHeaders = ({ headers }: Pick<FetchResponse, 'headers'>): Headers => [
  ...headers.filter(([name]) => name.toLowerCase() !== 'content-type'),
  ['Content-Type', RENDERED_TYPE],
];

/** Whether the page is for others from the start: it is rendered in any case, and not here. */
export async function isForOthers(attempt: Attempt): Promise<boolean> {
  const { leased, rules, parts } = attempt;
  if (leased.role !== 'page' || rules.config.render !== 'always' || parts.renderer !== null || parts.handOver === null) return false;
  await attempt.handOver();
  return true;
}

/** The rest of the turn of a page that is to be rendered; null for one that is taken as it came. */
export async function renderPage(attempt: Attempt, response: FetchResponse, terms: Terms, held: Held | null): Promise<Ending | null> {
  const { leased, rules, parts } = attempt;
  const { renderer } = parts;
  if (leased.role !== 'page' || rules.config.render === 'never') return null;
  if (!isHtml(response) || response.body.byteLength === 0) return null;
  const needs =
    rules.config.render === 'always' || held?.capture.renderedFrom !== undefined || parts.need.isLikely(leased.url, response.body);
  if (!needs) return null;
  const isLeft = renderer?.hasRoom === true ? false : await attempt.handOver(response);
  if (renderer === null || isLeft) {
    await attempt.giveBack();
    return attempt.rest();
  }
  const result = await render(attempt, renderer, response).catch(async (error: unknown) => {
    await attempt.giveBack();
    throw error;
  });
  if (result.kind === 'failure') return retry(attempt, result.reason, result.because, { asked: null, host: false, spendsAttempt: true });
  if (rules.config.render === 'auto' && !parts.need.hasGained(leased.url, response.body, result.dom) && result.leads.length === 0)
    return null;
  const leads = await addLeads(attempt, result.leads);
  return take(attempt, response, { ...result, leads, dom: withReservations(response, result.dom) }, terms, held);
}

/** What a robots.txt means for what a page requests. */
export const leaveOf = ({ verdict, asksMs }: RobotsDecision): Leave => ({
  refusal: verdict === 'allow' ? null : verdict === 'wait' ? 'robots-unreachable' : 'robots',
  asksMs,
});

/** Renders within the turn of the page: what it requests of its own host, it requests under the same lease. */
async function render(attempt: Attempt, renderer: Renderer, response: FetchResponse): Promise<Rendered | RenderFailure> {
  const { parts, leased, rules, isOurs } = attempt;
  const isOwnHost = (url: PageUrl): boolean => politenessKeyOf(url) === leased.key;
  let toHost = 0;
  const result = await renderer.render({
    url: leased.url,
    headers: response.headers,
    body: response.body,
    most: parts.config.limits.body,
    mayStart: isOurs,
    headersFor: rules.headersFor,
    isOurs: rules.isOurs,
    mayRequest: async (url, signal) => {
      // The page has made requests by now, for which its host is owed a rest.
      const decision = await parts.robots.ask(url, isOurs, signal);
      if (decision.contacted && isOwnHost(url)) toHost += 1;
      return leaveOf(decision);
    },
  });
  toHost += result.requests.filter(({ url, sent }) => sent && isOwnHost(url as PageUrl)).length;
  await attempt.rendered({ durationMs: result.durationMs, bytes: result.bytes, toHost });
  const busy = result.ownHostBusy;
  if (busy !== null) attempt.owes(0, busy.asksMs ?? backoff(leased.attempt, parts.random, parts.config.crawl.backoff));
  return result;
}

/** Where the page wanted to go by itself is a discovery like a redirect's target, before the page is on record. Returns what was discovered. */
async function addLeads({ leased, rules, parts }: Attempt, leads: readonly string[]): Promise<readonly PageUrl[]> {
  const { crawler, depth, url: via } = leased;
  const hops = leased.hops + 1;
  if (hops > parts.config.limits.redirects) return [];
  const urls = leads.map((lead) => canonicalize(lead, via, rules.config.query));
  const found = urls.filter((url) => url !== null && url !== via && rules.outOfScope(url) === null) as PageUrl[];
  await parts.add(found.map((url) => inPlaceOf(leased, discover(crawler, url, { role: 'page', via, depth, hops }))));
  return found;
}

interface Made extends Rendered {
  readonly leads: readonly PageUrl[];
}

/** Archives the response and what was made of it, which is the page from here on. */
async function take(attempt: Attempt, response: FetchResponse, rendered: Made, terms: Terms, held: Held | null): Promise<Ending> {
  const { parts, leased } = attempt;
  const { url } = leased;
  const { at, status } = response;
  const { evidence: robots, hostFiles } = terms;
  const { leads } = rendered;
  const headers = renderedHeaders(response);
  const heard = { robots, ...(hostFiles !== null && { hostFiles }), ...(leads.length > 0 && { leads }) };
  const forgotten = parts.forgotten.ofBody(rendered.dom, headers);
  if (forgotten !== null) return attempt.refuse(forgotten);
  const { recordId: from } = await attempt.archive(response);
  if (held?.capture.renderedFrom !== undefined && digestOf(rendered.dom) === held.capture.bodyDigest) {
    const entry = await attempt.record({ kind: 'unchanged', recordId: from, of: held.capture.recordId, headers, ...heard });
    await attempt.harvest(entry, stillStanding(held, { headers, ...heard }, entry.at), held.body);
    return attempt.rest();
  }
  const made = await parts.archive.conversion({ of: from, url, at, contentType: RENDERED_TYPE, body: rendered.dom });
  await parts.archive.metadata({ recordId: made.recordId, url, at }, aboutRendering(rendered));
  const { recordId, bodyDigest, location } = made;
  const capture = { recordId, url, finalUrl: url, at, status, headers, bodyDigest, renderedFrom: from };
  const page = { capture, location, ...heard };
  const entry = await attempt.record({ kind: 'page', ...page });
  await attempt.harvest(entry, page, rendered.dom);
  return attempt.rest();
}

/** What the page requested, and how that ended, as fields of a WARC metadata record. */
const aboutRendering = ({ browser, quiet, durationMs, requests }: Rendered): Headers => [
  ['renderedBy', browser],
  ['renderedFor', `${durationMs} ms, ${quiet ? 'until it was quiet' : 'until its deadline'}`],
  ...requests.map(({ url, ended }) => ['requested', `${ended} ${url}`] as const),
];
