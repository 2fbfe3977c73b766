import type { Page, Route } from 'playwright-core';
import type { Headers } from '../records.ts';
import type { PageRequests } from './page-requests.ts';
import type { RenderRequest } from './render.ts';

/** Headers that say how a response came, or what to do besides reading it. */
const NOT_PASSED_ON =
  /^(?:content-(?:encoding|length|disposition)|transfer-encoding|connection|keep-alive|set-cookie2?|refresh|link|alt-svc|nel|report(?:ing-endpoints|-to)|clear-site-data|strict-transport-security)$/i;

/** Where a page wanted to go by itself: so many places at most. */
export type Leads = Set<string>;
const LEADS = 20;

/** The document is the response that is there already; the page goes nowhere else, and what it wants besides is asked for by Garner or not at all. */
export function router(
  page: Page,
  { url, headers, body }: RenderRequest,
  requests: PageRequests,
  leads: Leads,
): (route: Route) => Promise<void> {
  let given = false;
  const handle = async (route: Route): Promise<void> => {
    const wanted = route.request();
    if (wanted.isNavigationRequest()) {
      if (!given && wanted.url() === url) {
        given = true;
        return route.fulfill({ status: 200, headers: passedOn(headers), body: Buffer.from(body) });
      }
      if (leads.size < LEADS && isOfPage(route, page)) leads.add(wanted.url());
      return route.abort('aborted');
    }
    const [address, method, type] = [wanted.url(), wanted.method(), wanted.resourceType()];
    const answer = await requests.answer({ url: address, method, type, headers: Object.entries(wanted.headers()) });
    if (answer === null) return route.abort('blockedbyclient');
    return route.fulfill({ status: answer.status, headers: passedOn(answer.headers), body: Buffer.from(answer.body) });
  };
  // It fails when the page is gone.
  return (route) => handle(route).catch(() => undefined);
}

function isOfPage(route: Route, page: Page): boolean {
  try {
    return route.request().frame() === page.mainFrame();
  } catch {
    return false;
  }
}

function passedOn(headers: Headers): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    if (NOT_PASSED_ON.test(lower)) continue;
    passed[lower] = passed[lower] === undefined ? value : `${passed[lower]}, ${value}`;
  }
  return passed;
}
