import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../config/config.ts';
import type { HttpClient } from '../../fetch/fetch.ts';
import type { Digest, PageUrl } from '../../records.ts';
import { canonicalize } from '../../url/canonical.ts';
import { askFar } from '../ask-far.ts';
import type { Engines } from '../engines.ts';
import { HostFilesDesk } from '../host-files-desk.ts';
import { RobotsDesk } from '../robots-desk.ts';

/** What the host of an import says today, by which its documents are judged. */
export interface HostSays {
  /** The robots.txt: digest of the file, or why there was none. */
  readonly robots: string;
  /** Names it and the other files that speak for the host; missing where there are none. */
  readonly hostFiles?: Digest;
}

/** The host that documents come from could not be asked, and an unreachable robots.txt means wait. */
export class HostUnreachable extends Error {
  override readonly name = 'HostUnreachable';
}

/**
 * Asks the host of a URL for its robots.txt and the files that speak for it, as a crawl would before a page: one request at a time, the host resting
 * between them.
 *
 * @throws HostUnreachable when its robots.txt cannot be had, or it wants longer rests than `crawl.maxDelay`
 */
export async function askHost(
  config: Config,
  { client, ledger: facts }: Pick<Engines, 'client' | 'ledger'>,
  base: string,
): Promise<HostSays> {
  const url: PageUrl | null = canonicalize(base);
  if (url === null) throw new HostUnreachable(`${base} is no address that can be asked`);
  const robots = new RobotsDesk({ config, client, facts, clock: Date.now });
  const decision = await robots.ask(url);
  if (decision.verdict === 'wait') throw new HostUnreachable(`the robots.txt of ${base} cannot be had: ${decision.because}`);
  const { delay, maxDelay } = config.crawl;
  /** For how long it wants to be left alone since it was asked; null while it has not been. */
  let asksMs = decision.contacted ? decision.asksMs : null;
  const rest = async (): Promise<void> => {
    const ms = Math.max(decision.crawlDelayMs, asksMs ?? 0);
    if (ms > maxDelay)
      throw new HostUnreachable(
        `${base} wants to be left alone for ${ms / 1000} s before it is asked again; crawl.maxDelay is ${maxDelay / 1000} s`,
      );
    if (asksMs !== null) await sleep(Math.max(delay, ms));
  };
  const rested: HttpClient = { fetch: (request) => rest().then(() => client.fetch(request)), close: () => client.close() };
  const files = new HostFilesDesk({ config, client: rested, facts, robots, clock: Date.now });
  for (;;) {
    const answer = await files.ask(url, decision);
    for (const document of answer.awaits) await askFar({ client, robots, far: files.far }, document);
    if (answer.contacted) asksMs = answer.asksMs;
    else if (answer.awaits.length === 0) return { robots: decision.evidence, ...(answer.files !== null && { hostFiles: answer.files }) };
  }
}
