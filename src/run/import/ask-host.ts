import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../config/config.ts';
import type { HttpClient } from '../../fetch/fetch.ts';
import type { Digest, PageUrl } from '../../records.ts';
import { canonicalize } from '../../url/canonical.ts';
import { politenessKeyOf } from '../../url/politeness.ts';
import { askFar } from '../ask-far.ts';
import { contactOf } from '../contacted.ts';
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
 * Asks the host of a URL for its robots.txt and the files that speak for it, as a crawl would before a page: one request at a time, each host resting
 * between them, whatever names it has.
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
  const own = politenessKeyOf(url);
  const { delay, maxDelay } = config.crawl;
  let crawlDelayMs = 0;
  /** By politeness key: for how long a host wanted to be left alone when it was asked last. */
  const asked = new Map<string, number>();
  const rested: HttpClient = {
    async fetch(request) {
      const key = politenessKeyOf(request.url as PageUrl);
      const asksMs = asked.get(key);
      const ms = Math.max(key === own ? crawlDelayMs : 0, asksMs ?? 0);
      if (ms > maxDelay)
        throw new HostUnreachable(
          `${key === own ? base : key} wants to be left alone for ${ms / 1000} s before it is asked again; crawl.maxDelay is ${maxDelay / 1000} s`,
        );
      if (asksMs !== undefined) await sleep(Math.max(delay, ms));
      const answer = await client.fetch(request);
      const contact = contactOf(answer);
      if (contact.contacted) asked.set(key, contact.asksMs);
      return answer;
    },
    close: () => client.close(),
  };
  const robots = new RobotsDesk({ config, client: rested, facts, clock: Date.now });
  const decision = await robots.ask(url);
  if (decision.verdict === 'wait') throw new HostUnreachable(`the robots.txt of ${base} cannot be had: ${decision.because}`);
  ({ crawlDelayMs } = decision);
  const files = new HostFilesDesk({ config, client: rested, facts, robots, clock: Date.now });
  for (;;) {
    const { contacted, files: hostFiles, awaits } = await files.ask(url, decision);
    for (const document of awaits) await askFar({ client: rested, robots, far: files.far }, document);
    if (!contacted && awaits.length === 0) return { robots: decision.evidence, ...(hostFiles !== null && { hostFiles }) };
  }
}
