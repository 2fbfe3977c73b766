import type { LedgerEntry } from '../../ledger/ledger.ts';
import { type Finding, finding, timeText } from './explanation.ts';

/** Outcomes that are told; older ones are counted. */
const TOLD = 8;

function outcomeText({ outcome }: LedgerEntry): string {
  switch (outcome.kind) {
    case 'page':
      return `fetched: ${outcome.capture.status}, record ${outcome.capture.recordId}`;
    case 'unchanged':
      return `unchanged since record ${outcome.of}`;
    case 'redirect':
      return `redirect (${outcome.status}) to ${outcome.to}`;
    case 'deferred':
      return `put off (${outcome.reason}): ${outcome.because}; until ${timeText(outcome.notBefore)}`;
    case 'refused':
      return `not taken (${outcome.drop.stage}/${outcome.drop.rule}): ${outcome.drop.because}`;
    case 'failed':
      return `failed (${outcome.reason}): ${outcome.because}`;
  }
}

const cameBy = ({ via, depth }: LedgerEntry): string =>
  via === 'seed'
    ? 'a seed'
    : via === 'import'
      ? 'imported'
      : via === 'sitemap' || via === 'feed'
        ? `found in a ${via}`
        : `linked from ${via}, ${depth === 1 ? '1 link' : `${depth} links`} from a seed`;

/** What happened to a URL so far; the newest outcome decides. `depth` is how many links from a seed its crawler follows, if it has one. */
export function historyFinding(entries: readonly LedgerEntry[], depth: number | undefined): Finding {
  const last = entries.findLast(({ outcome }) => outcome.kind !== 'deferred') ?? entries.at(-1);
  if (last === undefined) {
    const within = depth === undefined ? '' : ` within ${depth} ${depth === 1 ? 'link' : 'links'} from a seed (limits.depth)`;
    return finding('history', '?', 'it was never asked for', [`no page that was crawled leads to it${within}, or no crawl has run`]);
  }
  const mark = { page: 'yes', unchanged: 'yes', redirect: 'no', deferred: '?', refused: 'no', failed: 'no' } as const;
  const told = entries.slice(-TOLD).map((entry) => `${timeText(entry.at)}  ${outcomeText(entry)}`);
  const older = entries.length - told.length;
  return finding('history', mark[last.outcome.kind], outcomeText(last), [
    `${cameBy(last)}, by crawler ${last.crawler}`,
    ...(older > 0 ? [`${older} earlier outcomes`] : []),
    ...told,
  ]);
}
