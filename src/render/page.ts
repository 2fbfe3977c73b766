import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContext, Page, Route } from 'playwright-core';
import type { Headers } from '../records.ts';
import type { PageRequests } from './page-requests.ts';
import type { RenderRequest } from './render.ts';
import { Snapshots } from './snapshot.ts';

/** What became of a page. */
export type Seen =
  | { readonly kind: 'seen'; readonly html: string; readonly quiet: boolean; readonly leads: readonly string[] }
  | { readonly kind: 'failure'; readonly reason: string; readonly because: string };

const LOOK_MS = 200;
/** Looks in a row at which nothing has changed before a page counts as quiet. */
const STILL = 3;
/** Characters that a clock or a counter may move. */
const TREMOR = 64;
const CLOSE_MS = 3000;

/** Tall enough that what loads when it comes into sight has come into sight. */
const VIEWPORT = { width: 1280, height: 5000 };

/** Headers that say how a response came, or what to do besides reading it. */
const NOT_PASSED_ON =
  /^(?:content-(?:encoding|length|disposition)|transfer-encoding|connection|keep-alive|set-cookie2?|refresh|link|alt-svc|nel|report(?:ing-endpoints|-to)|clear-site-data|strict-transport-security)$/i;

interface PageOptions {
  readonly requests: PageRequests;
  readonly agent: string;
  readonly deadlineMs: number;
  /** Called when the browser does not even close the page. */
  readonly broken: () => void;
}

/** Shows one response to a browser, in a profile of its own, until nothing moves any more or time is up. */
export async function showPage(browser: Browser, request: RenderRequest, options: PageOptions): Promise<Seen> {
  const context = await browser.newContext({
    userAgent: options.agent,
    viewport: VIEWPORT,
    locale: 'en',
    serviceWorkers: 'block',
    acceptDownloads: false,
  });
  try {
    return await watch(context, request, options);
  } finally {
    const closed = context.close().then(
      () => true,
      () => true,
    );
    if (!(await Promise.race([closed, sleep(CLOSE_MS, false, { ref: false })]))) options.broken();
  }
}

async function watch(context: BrowserContext, request: RenderRequest, { requests, deadlineMs }: PageOptions): Promise<Seen> {
  const leads = new Set<string>();
  const page = await context.newPage();
  const state = { crashed: false, parsed: false };
  page.on('crash', () => (state.crashed = true));
  page.on('domcontentloaded', () => (state.parsed = true));
  page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined));
  context.on('page', (other) => void other.close().catch(() => undefined));
  await context.route('**/*', router(page, request, requests, leads));
  const session = await context.newCDPSession(page);
  const snapshots = new Snapshots(session, request.most);
  const until = performance.now() + deadlineMs;
  const left = (): number => Math.max(1, until - performance.now());
  const gone = page.goto(request.url, { waitUntil: 'commit', timeout: left() }).then(
    () => null,
    (error: unknown) => String(error).split('\n', 1)[0] ?? '',
  );
  const fault = await gone;
  if (fault !== null) return { kind: 'failure', reason: state.crashed ? 'render-crashed' : 'render-hung', because: fault };

  let html: string | null = null;
  let still = 0;
  let settled = 0;
  while (!state.crashed && requests.lost === null && browserIsThere(page)) {
    const now = await Promise.race([snapshots.take(), sleep(left(), 'late' as const, { ref: false })]);
    if (now === 'late') break;
    if (typeof now === 'number')
      return {
        kind: 'failure',
        reason: 'render-too-large',
        because: `the page has grown to ${now} characters; limits.body is ${request.most}`,
      };
    const isStill =
      now !== null &&
      html !== null &&
      Math.abs(now.length - html.length) <= TREMOR &&
      requests.pending === 0 &&
      requests.log.length === settled;
    still = state.parsed && isStill ? still + 1 : 0;
    settled = requests.log.length;
    html = now ?? html;
    if (still >= STILL && html !== null) return { kind: 'seen', html, quiet: true, leads: [...leads] };
    if (left() <= LOOK_MS) break;
    await sleep(LOOK_MS);
  }
  if (state.crashed) return { kind: 'failure', reason: 'render-crashed', because: 'the page has crashed its process in the browser' };
  if (html === null)
    return { kind: 'failure', reason: 'render-hung', because: `its scripts did not let it be read within ${deadlineMs} ms` };
  return { kind: 'seen', html, quiet: false, leads: [...leads] };
}

const browserIsThere = (page: Page): boolean => page.context().browser()?.isConnected() === true;

/** The document is the response that is there already; the page goes nowhere else, and what it wants besides is asked for by Garner or not at all. */
function router(page: Page, { url, headers, body }: RenderRequest, requests: PageRequests, leads: Set<string>) {
  let given = false;
  return async (route: Route): Promise<void> => {
    const wanted = route.request();
    try {
      if (wanted.isNavigationRequest()) {
        if (!given && wanted.url() === url) {
          given = true;
          return await route.fulfill({ status: 200, headers: passedOn(headers), body: Buffer.from(body) });
        }
        if (isOfPage(route, page)) leads.add(wanted.url());
        return await route.abort('aborted');
      }
      const answer = await requests.answer({
        url: wanted.url(),
        method: wanted.method(),
        type: wanted.resourceType(),
        headers: Object.entries(wanted.headers()),
      });
      if (answer === null) return await route.abort('blockedbyclient');
      await route.fulfill({ status: answer.status, headers: passedOn(answer.headers), body: Buffer.from(answer.body) });
    } catch {
      // The page is gone.
    }
  };
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
