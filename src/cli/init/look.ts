import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../../config/load.ts';
import type { PageUrl } from '../../records.ts';
import { strangerAmong } from '../../run/contact.ts';
import type { NewFileText } from '../../run/init.ts';
import { proposeCrawler } from '../../run/propose/propose.ts';
import { proposedCrawlerText } from './crawler-text.ts';
import { crawlerText } from './templates.ts';

export interface LookOptions {
  /** The project, which has its settings by now. */
  readonly root: string;
  readonly topic: string;
  readonly contact: string | undefined;
  /** Do not contact the site. */
  readonly offline: boolean;
  /** Write a config anew that is there. */
  readonly force: boolean;
  readonly sample: number;
  readonly said: (text: string) => void;
}

/** What came of looking at a site. */
export interface Looked {
  readonly site: string;
  readonly file: NewFileText;
  /** Why the site was not looked at; null when it was. */
  readonly because: string | null;
}

const fileOf = (url: string): string => `crawlers/${new URL(url).hostname}.yaml`;

/** A crawler config for a site, from what it is seen to be; a plain one where it cannot be looked at. */
export async function lookAt(url: PageUrl, { root, topic, contact, offline, force, sample, said }: LookOptions): Promise<Looked> {
  const plain = (because: string): Looked => ({ site: url, file: { path: fileOf(url), text: crawlerText(url, topic) }, because });
  if (offline) return plain('as asked by --offline');
  if (existsSync(join(root, fileOf(url))) && !force) return plain('its config is there already: --force writes it anew');
  const loaded = loadConfig(root, process.env);
  const config = contact === undefined ? loaded : { ...loaded, userAgent: { ...loaded.userAgent, contact } };
  const stranger = await strangerAmong(config, [url]);
  if (stranger !== null) return plain(`${stranger} is a public host, and nobody there could reach you: give a --contact`);
  said(`looking at ${url}`);
  const proposal = await proposeCrawler(config, url, { sample, said: (text) => said(`${new URL(url).hostname}: ${text}`) });
  if ('because' in proposal) return plain(proposal.because);
  const text = proposedCrawlerText(proposal, { topic, at: new Date(), delayMs: config.crawl.delay });
  return { site: url, file: { path: fileOf(proposal.seed), text }, because: null };
}
