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
  const resultOf = async (input: ReturnType<typeof inputOf>): Promise<RefineResult> => {
    const key = stagingKey(input);
    const staged = await parts.staging.get(key);
    if (staged !== null && (focus === undefined || staged.focused?.digest === focus.digest)) return staged;
    const focusing = focus === undefined ? {} : { focus };
    const result = await parts.pool.refine({ ...input, ...focusing, ...(await filesOf(parts, page)), body: await bodyOf() });
    await parts.staging.put(key, result);
    return result;
  };
  const input = inputOf(parts.config, reading, page);
  const result = await resultOf(input);
  const { checkedAt, heardAt = page.capture.at } = page;
  const { expires } = result;
  const ranOut = expires !== undefined && expires > heardAt && checkedAt !== undefined && expires <= checkedAt;
  // What has asked since not to be used any longer is judged as of its newest check.
  return ranOut ? await resultOf({ ...input, judgedAt: checkedAt }) : result;
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

/** The keys under which a page's result may be staged: as of when what is said of it was heard, and as of its newest check. */
export function stagingKeysOf(config: Config, page: Standing & { readonly crawler: string }): readonly string[] {
  if (!config.crawlers.has(page.crawler) && !config.imports.has(page.crawler)) return [];
  const input = inputOf(config, readingOf(config, page.crawler), page);
  const { checkedAt } = page;
  return [stagingKey(input), ...(checkedAt === undefined ? [] : [stagingKey({ ...input, judgedAt: checkedAt })])];
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

/** All that the refiner must know to judge a page as of when it heard what stands, but its body and the files that spoke for its host. */
export function inputOf(
  config: Config,
  { extractor, secondOpinion, select, write, query, language, licence }: Reading,
  { capture, robots, hostFiles, heardAt }: Pick<Standing, 'capture' | 'robots' | 'hostFiles' | 'heardAt'>,
): Omit<RefineInput, 'body' | 'files'> {
  return {
    capture,
    robots,
    crawler: { extractor, secondOpinion, select, write, query, language, licence },
    policy: refinePolicyOf(config),
    ...(hostFiles !== undefined && { hostFiles }),
    ...(heardAt !== undefined && { judgedAt: heardAt }),
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
