import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContext } from 'playwright-core';
import type { PageRequests } from './page-requests.ts';
import type { RenderRequest } from './render.ts';
import { type Leads, router } from './router.ts';
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
/** For the browser to open a page, on a machine that is busy. */
const START_MS = 30_000;

/** Tall enough that what loads when it comes into sight has come into sight. */
const VIEWPORT = { width: 1280, height: 5000 };

interface PageOptions {
  readonly requests: PageRequests;
  readonly agent: string;
  readonly deadlineMs: number;
  /** Called when the browser does not even close the page. */
  readonly broken: () => void;
}

const failure = (reason: string, because: string): Seen => ({ kind: 'failure', reason, because });

/** Shows one response to a browser, in a profile of its own, until nothing moves any more or time is up. */
export async function showPage(browser: Browser, request: RenderRequest, options: PageOptions): Promise<Seen> {
  const opening = browser.newContext({
    userAgent: options.agent,
    viewport: VIEWPORT,
    locale: 'en',
    serviceWorkers: 'block',
    acceptDownloads: false,
  });
  const work = opening
    .then((context) => show(context, request, options))
    .catch((error: unknown) => failure(browser.isConnected() ? 'render-crashed' : 'browser-failed', firstLine(error)));
  const seen = await within(work, options.deadlineMs + START_MS);
  const closing = opening.then((context) => context.close()).catch(() => undefined);
  if (seen === LATE || (await within(closing, CLOSE_MS)) === LATE) options.broken();
  return seen === LATE ? failure('browser-failed', 'the browser has stopped answering') : seen;
}

const LATE = Symbol('late');

const within = <Value>(value: Promise<Value>, ms: number): Promise<Value | typeof LATE> =>
  Promise.race([value, sleep(ms, LATE, { ref: false })]);

const firstLine = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';

async function show(context: BrowserContext, request: RenderRequest, { requests, deadlineMs }: PageOptions): Promise<Seen> {
  const leads: Leads = new Set();
  const page = await context.newPage();
  const state = { crashed: false, parsed: false };
  page.on('crash', () => (state.crashed = true));
  page.on('domcontentloaded', () => (state.parsed = true));
  page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined));
  context.on('page', (other) => void other.close().catch(() => undefined));
  await context.route('**/*', router(page, request, requests, leads));
  const snapshots = new Snapshots(await context.newCDPSession(page), request.most);

  const until = performance.now() + deadlineMs;
  const left = (): number => Math.max(1, until - performance.now());
  await page.goto(request.url, { waitUntil: 'commit', timeout: left() });
  const stillness = new Stillness(requests);
  const isOn = (): boolean => !state.crashed && requests.lost === null && left() > LOOK_MS;
  for (let first = true; first || isOn(); first = false) {
    const html = await within(snapshots.take(), left());
    if (html === LATE) break;
    if (typeof html === 'number')
      return failure('render-too-large', `the page has grown to ${html} characters; limits.body is ${request.most}`);
    // One that has set out for elsewhere is parsed no further.
    if (stillness.look(html, state.parsed || leads.size > 0)) break;
    await sleep(LOOK_MS);
  }
  if (state.crashed) return failure('render-crashed', 'the page has crashed its process in the browser');
  if (context.browser()?.isConnected() !== true) return failure('browser-failed', 'the browser has ended');
  const { last, isQuiet } = stillness;
  if (last === null) return failure('render-hung', `its scripts did not let it be read within ${deadlineMs} ms`);
  return { kind: 'seen', html: last, quiet: isQuiet, leads: [...leads] };
}

/** Tells from looks at a page whether it still moves. */
class Stillness {
  /** As it stood when it was last read. */
  last: string | null = null;
  readonly #requests: PageRequests;
  #still = 0;
  #wanted = 0;

  constructor(requests: PageRequests) {
    this.#requests = requests;
  }

  get isQuiet(): boolean {
    return this.#still >= STILL;
  }

  /** Whether it is quiet now. */
  look(html: string | null, isParsed: boolean): boolean {
    const { pending, wanted } = this.#requests;
    const hasMoved = html === null || this.last === null || Math.abs(html.length - this.last.length) > TREMOR;
    this.#still = isParsed && !hasMoved && pending === 0 && wanted === this.#wanted ? this.#still + 1 : 0;
    this.#wanted = wanted;
    this.last = html ?? this.last;
    return this.isQuiet;
  }
}
