import { digestOf, recordIdOf } from '../archive/record.ts';
import { openHeaders } from '../config/access.ts';
import type { Config } from '../config/config.ts';
import { hostsOf } from '../config/crawler-rules.ts';
import type { CrawlerConfig } from '../config/crawler.ts';
import { hostMatcher } from '../config/hosts.ts';
import type { HttpClient } from '../fetch/fetch.ts';
import type { PageUrl } from '../records.ts';
import { BrowserError } from '../render/browser-error.ts';
import { RenderNeed } from '../render/need.ts';
import type { RenderFailure, Rendered } from '../render/render.ts';
import type { Arrived } from './arrive.ts';
import { startRenderer } from './open-renderer.ts';
import { isHtml, leaveOf, renderedHeaders } from './render-page.ts';
import { withReservations } from './reservations.ts';
import type { RobotsAsk } from './robots-desk.ts';

interface Means {
  readonly config: Config;
  readonly crawler: CrawlerConfig;
  readonly client: HttpClient;
  readonly robots: RobotsAsk;
  /** As in a crawler config. */
  readonly when: CrawlerConfig['render'];
}

/** A page as it is to be read, and why it was not rendered though it may need it; null where there is nothing to say. */
export interface Shown {
  readonly arrived: Pick<Arrived, 'capture' | 'body'>;
  readonly unrendered: string | null;
}

/**
 * What scripts make of a page that was fetched on demand. With `auto` it is taken as it came where no browser can be had.
 *
 * @throws BrowserError where it must be rendered, and no browser can be had or the page is not to be rendered.
 */
export async function renderArrived(means: Means, arrived: Arrived): Promise<Shown> {
  const { when } = means;
  const { capture, body, response } = arrived;
  const asItCame = (unrendered: string | null): Shown => ({ arrived, unrendered });
  const need = new RenderNeed();
  if (when === 'never' || !isHtml(response) || body.byteLength === 0) return asItCame(null);
  if (when === 'auto' && !need.isLikely(capture.finalUrl, body)) return asItCame(null);
  const result = await render(means, arrived).catch((error: unknown) => {
    if (when === 'always' || !(error instanceof BrowserError)) throw error;
    return { kind: 'failure', because: error.message } as const;
  });
  if (result.kind === 'failure') {
    if (when === 'always') throw new BrowserError(`${capture.finalUrl} could not be rendered: ${result.because}`);
    return asItCame(`it has scripts and hardly any text, and was not rendered: ${result.because}`);
  }
  if (when === 'auto' && !need.hasGained(capture.finalUrl, body, result.dom)) return asItCame(null);
  const dom = withReservations({ ...response, body }, result.dom);
  const bodyDigest = digestOf(dom);
  const recordId = recordIdOf('conversion', capture.finalUrl, capture.at, bodyDigest);
  const rendered = { ...capture, recordId, bodyDigest, headers: renderedHeaders(response), renderedFrom: capture.recordId };
  return { arrived: { capture: rendered, body: dom }, unrendered: null };
}

async function render({ config, crawler, client, robots }: Means, { capture, body, response }: Arrived): Promise<Rendered | RenderFailure> {
  const renderer = await startRenderer(config, client, `${capture.finalUrl} is to be rendered`);
  const [matches, headers] = [hostMatcher(hostsOf(crawler)), openHeaders(crawler)];
  const isOurs = (url: PageUrl): boolean => matches(new URL(url));
  try {
    return await renderer.render({
      url: capture.finalUrl,
      headers: response.headers,
      body,
      most: config.limits.body,
      mayStart: () => true,
      isOurs,
      headersFor: (url) => (isOurs(url) ? headers : []),
      mayRequest: async (url, signal) => leaveOf(await robots.ask(url, undefined, signal)),
    });
  } finally {
    await renderer.close();
  }
}
