import type { Config } from '../config/config.ts';
import type { Standing } from '../ledger/ledger.ts';
import type { RefinePool } from '../refine/pool.ts';
import type { RefineInput, RefineResult } from '../refine/refine.ts';
import { type Staging, stagingKey } from '../refine/staging.ts';
import type { CrawlerRules } from './rules.ts';

interface Parts {
  readonly config: Config;
  readonly staging: Pick<Staging, 'get' | 'put'>;
  readonly pool: RefinePool;
}

/** What becomes of a page as it stands: as it is staged, or refined now and staged. `bodyOf` is asked only when it must be refined. */
export async function refined(
  parts: Parts,
  rules: CrawlerRules,
  page: Standing,
  bodyOf: () => Promise<Uint8Array> | Uint8Array,
): Promise<RefineResult> {
  const asCaptured = inputOf(parts.config, rules, page);
  const known = await parts.staging.get(stagingKey(asCaptured));
  const { checkedAt } = page;
  const ranOut = known?.expires !== undefined && checkedAt !== undefined && known.expires <= checkedAt;
  if (known !== null && !ranOut) return known;
  // What has no result yet is judged as of its newest check, and so is what has asked to be forgotten since its capture.
  const input = checkedAt === undefined ? asCaptured : { ...asCaptured, judgedAt: checkedAt };
  const key = stagingKey(input);
  const staged = checkedAt === undefined ? null : await parts.staging.get(key);
  if (staged !== null) return staged;
  const result = await parts.pool.refine({ ...input, body: await bodyOf() });
  await parts.staging.put(key, result);
  return result;
}

/** The keys under which a page's result may be staged: as it was captured, and as of its newest check. */
export function stagingKeysOf(config: Config, rules: CrawlerRules, page: Standing): readonly string[] {
  const asCaptured = inputOf(config, rules, page);
  const { checkedAt } = page;
  return checkedAt === undefined ? [stagingKey(asCaptured)] : [stagingKey(asCaptured), stagingKey({ ...asCaptured, judgedAt: checkedAt })];
}

/** All that the refiner must know to judge a page, but its body. */
function inputOf(config: Config, { config: crawler }: CrawlerRules, { capture, robots }: Standing): Omit<RefineInput, 'body'> {
  const { extractor, select, language, licence, query } = crawler;
  return {
    capture,
    robots,
    crawler: { extractor, select, query, language, licence },
    policy: { rights: config.rights, agent: config.userAgent.name },
  };
}
