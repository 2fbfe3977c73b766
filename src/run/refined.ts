import type { Config } from '../config/config.ts';
import type { Focus } from '../config/topic.ts';
import type { HostFacts } from '../ledger/host-facts.ts';
import type { Standing } from '../ledger/ledger.ts';
import type { RefinePool } from '../refine/pool.ts';
import type { RefineInput, RefinePolicy, RefineResult } from '../refine/refine.ts';
import type { HostFiles } from '../rights/host-files.ts';
import { isOwn, policyOfProject } from '../rights/policy.ts';
import { StorageError } from '../sqlite/storage-error.ts';
import { type Staging, stagingKey } from '../refine/staging.ts';

interface Parts {
  readonly config: Config;
  readonly staging: Pick<Staging, 'get' | 'put'>;
  readonly pool: RefinePool;
  /** Has the files that spoke for hosts. */
  readonly ledger: Pick<HostFacts, 'get'>;
}

/** How the pages of a crawler, or of an import, are read. */
type Reading = RefineInput['crawler'];

/**
 * What becomes of a page as it stands: as it is staged, or refined now and staged. `bodyOf` is asked only when it must be refined. What is
 * staged without what a focused crawl asks for is not enough for it; to all others it is the same result.
 */
export async function refined(
  parts: Parts,
  reading: Reading,
  page: Standing,
  bodyOf: () => Promise<Uint8Array> | Uint8Array,
  focus?: Focus,
): Promise<RefineResult> {
  const asCaptured = inputOf(parts.config, reading, page);
  const stagedUnder = async (key: string): Promise<RefineResult | null> => {
    const result = await parts.staging.get(key);
    return focus === undefined || result?.focused?.digest === focus.digest ? result : null;
  };
  const known = await stagedUnder(stagingKey(asCaptured));
  const { checkedAt } = page;
  const ranOut = known?.expires !== undefined && checkedAt !== undefined && known.expires <= checkedAt;
  if (known !== null && !ranOut) return known;
  // What has no result yet is judged as of its newest check, and so is what has asked to be forgotten since its capture.
  const input = checkedAt === undefined ? asCaptured : { ...asCaptured, judgedAt: checkedAt };
  const key = stagingKey(input);
  const staged = checkedAt === undefined ? null : await stagedUnder(key);
  if (staged !== null) return staged;
  const focusing = focus === undefined ? {} : { focus };
  const result = await parts.pool.refine({ ...input, ...focusing, ...(await filesOf(parts, page)), body: await bodyOf() });
  await parts.staging.put(key, result);
  return result;
}

/** Pages are judged by the files that spoke for their host when they were fetched, never by newer ones. */
export async function filesOf(
  { ledger }: Pick<Parts, 'ledger'>,
  { hostFiles }: Pick<Standing, 'hostFiles'>,
): Promise<Pick<RefineInput, 'files'>> {
  if (hostFiles === undefined) return {};
  const kept = await ledger.get(hostFiles, 'host-files');
  if (kept === null) throw new StorageError(`the ledger has lost the files ${hostFiles}, by which pages are to be judged`);
  return { files: JSON.parse(kept.value) as HostFiles };
}

/** What of the settings a page is judged by. */
export function refinePolicyOf({
  rights,
  rightsPolicy,
  userAgent,
  personalData,
}: Pick<Config, 'rights' | 'rightsPolicy' | 'userAgent' | 'personalData'>): RefinePolicy {
  const own = policyOfProject(rights, rightsPolicy);
  return { rights, agent: userAgent.name, personalData, ...(isOwn(own) && { own }) };
}

/** The keys under which a page's result may be staged: as it was captured, and as of its newest check. */
export function stagingKeysOf(config: Config, page: Standing & { readonly crawler: string }): readonly string[] {
  if (!config.crawlers.has(page.crawler) && !config.imports.has(page.crawler)) return [];
  const asCaptured = inputOf(config, readingOf(config, page.crawler), page);
  const { checkedAt } = page;
  return checkedAt === undefined ? [stagingKey(asCaptured)] : [stagingKey(asCaptured), stagingKey({ ...asCaptured, judgedAt: checkedAt })];
}

/** What is staged of a page, under any of its keys; null when nothing is. */
export async function stagedResult(
  config: Config,
  staging: Pick<Staging, 'get'>,
  page: Standing & { readonly crawler: string },
): Promise<RefineResult | null> {
  for (const key of stagingKeysOf(config, page)) {
    const result = await staging.get(key);
    if (result !== null) return result;
  }
  return null;
}

/** All that the refiner must know to judge a page, but its body and the files that spoke for its host. */
export function inputOf(
  config: Config,
  { extractor, secondOpinion, select, write, query, language, licence }: Reading,
  { capture, robots, hostFiles }: Pick<Standing, 'capture' | 'robots' | 'hostFiles'>,
): Omit<RefineInput, 'body' | 'files'> {
  return {
    capture,
    robots,
    crawler: { extractor, secondOpinion, select, write, query, language, licence },
    policy: refinePolicyOf(config),
    ...(hostFiles !== undefined && { hostFiles }),
  };
}

/**
 * How the pages of what has this name are read. Nothing is known of documents from disk but what each was stated to be; of pages of web archives, what
 * their import says of all.
 */
export function readingOf(config: Config, name: string): Reading {
  const own = config.imports.get(name);
  if (own !== undefined) {
    const { extractor, secondOpinion, select, write, query = { order: 'keep', drop: [] }, base, language, licence, evidence } = own;
    const reading = { extractor, secondOpinion, select, write, query };
    if (base !== undefined) return { ...reading, language: undefined, licence: undefined };
    return { ...reading, language, licence: licence === undefined || evidence === undefined ? undefined : { id: licence, evidence } };
  }
  const crawler = config.crawlers.get(name);
  if (crawler === undefined) throw new Error(`no crawler and no import is called ${name}`);
  return crawler;
}
