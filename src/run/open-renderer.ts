import type { Config } from '../config/config.ts';
import type { HttpClient } from '../fetch/fetch.ts';
import { lostWhenClosed } from '../fetch/lost-when-closed.ts';
import { agentOf } from '../fetch/request-headers.ts';
import { BrowserError } from '../render/browser-error.ts';
import { findBrowser } from '../render/find-browser.ts';
import type { Renderer } from '../render/render.ts';
import type { CrawlerRules } from './rules.ts';

/**
 * The renderer of a run; null when none of its crawlers renders, and then nothing of it is loaded.
 *
 * @throws BrowserError when one does and there is no browser.
 */
export async function openRenderer(config: Config, client: HttpClient, rules: ReadonlyMap<string, CrawlerRules>): Promise<Renderer | null> {
  const renders = [...rules].filter(([, { config: crawler }]) => crawler.render !== 'never').map(([name]) => name);
  return renders.length === 0 ? null : startRenderer(config, client, `crawlers/${renders[0]}.yaml has its pages rendered`);
}

/** @throws BrowserError when there is no browser. */
export async function startRenderer(config: Config, client: HttpClient, why: string): Promise<Renderer> {
  const browser = findBrowser(process.env);
  if (browser === null)
    throw new BrowserError(
      `${why}, and no Chromium, Chrome or Edge was found. Install one (apt install chromium), name it in GARNER_CHROMIUM, or set \`render: never\`.`,
    );
  const { createRenderer } = await import('../render/renderer.ts');
  return createRenderer({ browser, client: lostWhenClosed(client), limits: config.render, agent: agentOf(config.userAgent) });
}
