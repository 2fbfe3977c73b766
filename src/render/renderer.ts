import { setMaxListeners } from 'node:events';
import type { HttpClient } from '../fetch/fetch.ts';
import { Browsers } from './browsers.ts';
import { BusyHosts } from './busy.ts';
import type { FoundBrowser } from './find-browser.ts';
import { Lanes } from './lanes.ts';
import { PageRequests, type Shared } from './page-requests.ts';
import { type Seen, showPage } from './page.ts';
import type { Renderer, RenderFailure, RenderLimits, Rendered, RenderRequest } from './render.ts';
import { ScriptShelf } from './script-shelf.ts';

export interface RendererOptions {
  readonly browser: FoundBrowser;
  readonly client: HttpClient;
  readonly limits: RenderLimits;
  /** The User-Agent header of the client, which scripts are told too. */
  readonly agent: string;
}

/** A renderer over a Chromium of this machine, which is started with the first page. */
export function createRenderer({ browser: found, client, limits, agent }: RendererOptions): Renderer {
  const browsers = new Browsers(found);
  const shared: Shared = { client, shelf: new ScriptShelf(), lanes: new Lanes(), busy: new BusyHosts() };
  const waiting: (() => void)[] = [];
  let open = 0;

  async function inRoom<Result>(work: () => Promise<Result>): Promise<Result> {
    if (open >= limits.pages) await new Promise<void>((resolve) => waiting.push(resolve));
    else open += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) open -= 1;
      else next();
    }
  }

  async function render(request: RenderRequest): Promise<Rendered | RenderFailure> {
    const started = performance.now();
    const ending = new AbortController();
    setMaxListeners(0, ending.signal);
    const requests = new PageRequests(shared, request, limits, ending.signal);
    let version = '';
    let seen: Seen;
    try {
      seen = await browsers.with((browser, broken) => {
        version = `Chromium/${browser.version()}`;
        return showPage(browser, request, { requests, agent, deadlineMs: limits.deadline, broken });
      });
    } finally {
      ending.abort();
      await requests.settled();
    }
    if (requests.lost !== null) throw requests.lost;
    const { log, bytes, ownHostBusy } = requests;
    const durationMs = Math.round(performance.now() - started);
    return { requests: log, bytes, durationMs, ownHostBusy, ...outcomeOf(seen, request.most, version) };
  }

  return {
    render: (request) => inRoom(() => render(request)),
    get hasRoom() {
      return open < limits.pages;
    },
    close: () => browsers.close(),
  };
}

function outcomeOf(
  seen: Seen,
  most: number,
  browser: string,
): Pick<RenderFailure, 'kind' | 'reason' | 'because'> | Pick<Rendered, 'kind' | 'dom' | 'leads' | 'quiet' | 'browser'> {
  if (seen.kind === 'failure') return seen;
  const dom = Buffer.from(seen.html, 'utf8');
  if (dom.byteLength > most)
    return {
      kind: 'failure',
      reason: 'render-too-large',
      because: `the page has grown to ${dom.byteLength} bytes; limits.body is ${most}`,
    };
  return { kind: 'rendered', dom, leads: seen.leads, quiet: seen.quiet, browser };
}
