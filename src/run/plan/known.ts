import type { Reading } from '../reading.ts';
import { lockHolders } from '../lock.ts';

/** What earlier crawls have on record of a crawler. */
export interface Known {
  /** Pages that were captured, each once. */
  readonly pages: ReadonlySet<string>;
  /** Of all their captures: how many, and their bytes as received and in the archive. */
  readonly captures: number;
  readonly bytes: number;
  readonly archived: number;
}

export async function knownOf({ ledger }: Pick<Reading, 'ledger'>, crawler: string): Promise<Known> {
  const pages = new Set<string>();
  let [captures, bytes, archived] = [0, 0, 0];
  if (ledger !== null)
    for await (const capture of ledger.captures({ crawlers: [crawler] })) {
      pages.add(capture.url);
      captures += 1;
      bytes += capture.bytes;
      archived += capture.location.length;
    }
  return { pages, captures, bytes, archived };
}

/** The crawlers that a crawl is at work on just now: their hosts are left to it. */
export async function busyCrawlers({ ledger }: Pick<Reading, 'ledger'>, storage: string): Promise<ReadonlySet<string>> {
  if (ledger === null || lockHolders(storage).length === 0) return new Set();
  const running = (await ledger.runs()).filter(({ state }) => state === 'running');
  return new Set(running.flatMap(({ crawlers }) => crawlers));
}
