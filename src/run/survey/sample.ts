import { zstdCompressSync } from 'node:zlib';
import { gzipMember } from '../../archive/member.ts';
import { requestRecord, responseRecord } from '../../archive/record.ts';
import type { Config } from '../../config/config.ts';
import type { CrawlerConfig } from '../../config/crawler.ts';
import type { FetchFailure, FetchResponse, HttpClient } from '../../fetch/fetch.ts';
import type { HostFacts } from '../../ledger/host-facts.ts';
import type { Digest, Drop, PageUrl } from '../../records.ts';
import type { RefinePool } from '../../refine/pool.ts';
import type { RefineResult } from '../../refine/refine.ts';
import { RenderNeed } from '../../render/need.ts';
import { challengeOf } from '../../traps/challenge.ts';
import { lookAtPage } from '../../traps/look.ts';
import { arrive } from '../arrive.ts';
import { filesOf, inputOf } from '../refined.ts';
import type { RobotsAsk } from '../robots-desk.ts';

/** One page that was fetched to see what the others may be like. */
export interface Sampled {
  readonly url: PageUrl;
  /** `kept`: a build would have its text, unless another has the same. */
  readonly outcome: 'kept' | 'dropped' | 'failed';
  /** Of what is not kept: `stage/rule`, or what failed. */
  readonly reason: string;
  readonly because: string;
  /** Received for it; 0 where no page came. */
  readonly bytes: number;
  /** That its records would take in the archive, compressed. */
  readonly archived: number;
  /** That its refined result would take, compressed. */
  readonly refined: number;
  /** Null where no page came. */
  readonly result: RefineResult | null;
  /** It has scripts and hardly any text: `render: auto` would render it. */
  readonly isEmptyShell: boolean;
  /** What came asks whether a person is there. */
  readonly isChallenge: boolean;
}

interface Means {
  readonly config: Config;
  readonly crawler: CrawlerConfig;
  readonly client: HttpClient;
  readonly facts: HostFacts;
  readonly robots: RobotsAsk;
  readonly pool: RefinePool;
  readonly unwanted: (url: PageUrl) => Drop | null;
  /** The last answer, whatever was asked for. */
  readonly heard: { readonly last: FetchResponse | FetchFailure | null };
}

/** Takes a page as a crawl and a build would, and stores nothing. */
export async function samplePage(means: Means, url: PageUrl): Promise<Sampled> {
  const { config, crawler, client, facts, robots, pool, unwanted, heard } = means;
  const arrived = await arrive({ config, client, facts, robots, unwanted }, url);
  if (arrived.kind !== 'arrived') {
    const nothing = {
      url,
      bytes: 0,
      archived: 0,
      refined: 0,
      result: null,
      isEmptyShell: false,
      isChallenge: heard.last?.kind === 'response' && asksForHuman(heard.last),
    };
    if (arrived.kind === 'failed') return { ...nothing, outcome: 'failed', reason: arrived.reason, because: arrived.because };
    const { stage, rule, because } = arrived.drop;
    return { ...nothing, outcome: 'dropped', reason: `${stage}/${rule}`, because };
  }
  const { capture, body, response, robots: evidence, hostFiles } = arrived;
  const page = { capture, robots: evidence, ...(hostFiles !== null && { hostFiles }) };
  const result = await pool.refine({ ...inputOf(config, crawler, page), ...(await filesOf({ ledger: facts }, page)), body });
  const { step } = result;
  const isEmptyShell = new RenderNeed().isLikely(capture.finalUrl, body);
  return {
    url,
    outcome: step.kept ? 'kept' : 'dropped',
    reason: step.kept ? '' : `${step.drop.stage}/${step.drop.rule}`,
    because: step.kept ? '' : step.drop.because,
    bytes: response.wireBytes,
    archived: await archivedBytes(response, capture.bodyDigest),
    refined: zstdCompressSync(JSON.stringify(result)).byteLength,
    result,
    isEmptyShell,
    isChallenge: asksForHuman(response),
  };
}

/** Whether an answer is a wall in front of the page, as a crawl would find. */
const asksForHuman = ({ headers, body }: FetchResponse): boolean => challengeOf(headers, () => lookAtPage(body)) !== null;

async function archivedBytes(response: FetchResponse, bodyDigest: Digest): Promise<number> {
  const request = { method: 'GET', headers: response.requestHeaders };
  const answer = responseRecord({ ...response, request }, bodyDigest);
  const asked = requestRecord({ ...response, request }, request, answer.id, bodyDigest);
  const members = await Promise.all([asked, answer].map(({ parts }) => gzipMember(parts)));
  return members.reduce((sum, { byteLength }) => sum + byteLength, 0);
}
