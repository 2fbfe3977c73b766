import { join } from 'node:path';
import type { Config } from '../../config/config.ts';
import { readManifest } from '../../corpus/manifest.ts';
import { readShard } from '../../corpus/shards/read.ts';
import type { LedgerEntry, Validators } from '../../ledger/ledger.ts';
import type { Discovery, Drop, PageUrl, RunId } from '../../records.ts';
import { type RobotsFact, robotsGate } from '../../robots/fetched.ts';
import { createRulesCache } from '../../robots/rules-cache.ts';
import { originOf } from '../../url/origin.ts';
import type { Engines } from '../engines.ts';
import { judged } from '../judged.ts';
import { discover } from '../rules.ts';
import { visitAgain, type VisitOptions, type Visited } from './visit.ts';

export interface RecheckOptions extends Pick<VisitOptions, 'signal' | 'recorded'> {
  /** Its newest generation is looked at. */
  readonly corpus: string;
  /** Called after each document. */
  readonly progress?: (checked: Checked) => void;
}

/** A document that may not be in the corpus any longer. */
export interface Denied {
  readonly url: PageUrl;
  readonly id: string;
  readonly drop: Drop;
}

export interface Checked {
  readonly documents: number;
  readonly denied: number;
  /** Documents of which nothing can be said: their capture is not in the ledger, or no crawler has their name any longer. */
  readonly unknown: number;
}

/** Bytes of rules that are kept in memory. */
const RULES_BYTES = 16 * 2 ** 20;

/** A document of the corpus, and who fetched it. */
interface Row {
  readonly id: string;
  readonly url: PageUrl;
  /** The entry of its capture. */
  readonly entry: LedgerEntry | undefined;
}

async function* documentsOf(config: Config, { ledger }: Pick<Engines, 'ledger'>, corpus: string): AsyncGenerator<Row> {
  const folder = join(config.storage, 'corpora', corpus);
  for (const { path } of (await readManifest(folder))?.shards ?? [])
    for await (const row of readShard(folder, path, ['id', 'url', 'record_id'])) {
      const url = String(row['url']) as PageUrl;
      const entries = await ledger.byUrl(url);
      const entry = entries.find(({ outcome }) => outcome.kind === 'page' && outcome.capture.recordId === row['record_id']);
      yield { id: String(row['id']), url, entry };
    }
}

/** One page of each host of a corpus that `visit` would contact. */
export async function hostsOf(config: Config, engines: Engines, corpus: string): Promise<readonly PageUrl[]> {
  const hosts = new Map<string, PageUrl>();
  for await (const { url } of pagesOf(config, engines, corpus)) hosts.set(originOf(url), url);
  return [...hosts.values()];
}

/** Asks the hosts of a corpus today: see `visitAgain`. What comes of it goes on record, and the next recheck and build heed it. */
export const visit = (config: Config, engines: Engines, { corpus, ...options }: RecheckOptions): Promise<Visited> =>
  visitAgain(config, engines, { ...options, name: `recheck ${corpus}`, pages: pagesOf(config, engines, corpus) });

async function* pagesOf(config: Config, engines: Engines, corpus: string): AsyncGenerator<Discovery> {
  for await (const { url, entry } of documentsOf(config, engines, corpus)) {
    if (entry === undefined || !config.crawlers.has(entry.crawler)) continue;
    const { crawler, via, depth } = entry;
    yield discover(crawler, url, { role: 'page', via, depth });
  }
}

/**
 * Judges the documents of a corpus's newest generation again, each by its page as it stands on record, under today's policy; and by the newest
 * robots.txt that is known of its host. Asks nobody. Gives those that may not stay.
 */
export async function* recheck(config: Config, engines: Engines, { corpus, progress, signal }: RecheckOptions): AsyncGenerator<Denied> {
  const rules = createRulesCache(RULES_BYTES);
  let [documents, denied, unknown] = [0, 0, 0];
  for await (const { id, url, entry } of documentsOf(config, engines, corpus)) {
    signal?.throwIfAborted();
    documents += 1;
    const page = entry === undefined ? null : await engines.ledger.validators({ url, crawler: entry.crawler, role: 'page' });
    const isRead = entry !== undefined && (config.crawlers.has(entry.crawler) || config.imports.has(entry.crawler));
    const drop =
      page === null || !isRead ? null : await dropOf(config, engines, { ...page, run: entry.run, crawler: entry.crawler }, rules);
    if (page === null || !isRead) unknown += 1;
    if (drop !== null) {
      denied += 1;
      yield { url, id, drop };
    }
    progress?.({ documents, denied, unknown });
  }
}

/** Why the page may not be used; null also for what only its text is to blame for. */
async function dropOf(
  config: Config,
  engines: Engines,
  page: Validators & { readonly run: RunId; readonly crawler: string },
  rules: ReturnType<typeof createRulesCache>,
): Promise<Drop | null> {
  const step = await judged(config, engines, page, { gone: 'keep' });
  if (!step.kept && (step.drop.stage === 'rights' || step.drop.stage === 'robots')) return step.drop;
  if (page.capture.statement !== undefined) return null;
  const stored = await engines.ledger.get(originOf(page.capture.url), 'robots');
  if (stored === null) return null;
  const fact = { ...(JSON.parse(stored.value) as RobotsFact), profile: config.robots };
  const { verdict, because } = robotsGate(fact, config.userAgent.name, page.capture.url, rules);
  return verdict === 'disallow' ? { stage: 'robots', rule: 'disallowed', because } : null;
}
