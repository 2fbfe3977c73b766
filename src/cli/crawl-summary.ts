import { fileSize } from '../corpus/figures.ts';
import type { OutcomeCounts } from '../ledger/ledger.ts';
import type { CrawlSummary } from '../run/crawl.ts';
import { figure, secondsText } from './progress/figures.ts';

const WIDTH = 10;

const line = (label: string, count: number, detail = ''): string =>
  `  ${label.padEnd(12)}${figure(count).padStart(WIDTH)}${detail === '' ? '' : `   ${detail}`}`;

/** The outcomes of one kind, most frequent first: `404 ×12, dns-not-found ×3`. */
function detail(outcomes: OutcomeCounts, kind: string): { readonly total: number; readonly rows: readonly (readonly [string, number])[] } {
  const rows = Object.entries(outcomes)
    .filter(([name]) => name === kind || name.startsWith(`${kind} `))
    .map(([name, count]) => [name.slice(kind.length + 1), count] as const)
    .sort(([a, m], [b, n]) => n - m || a.localeCompare(b));
  return { total: rows.reduce((sum, [, count]) => sum + count, 0), rows };
}

export interface Received {
  /** Bytes that this process received, and pages that it found, new or unchanged. A run that was resumed has more. */
  readonly bytes: number;
  readonly pages: number;
  /** What to do next, a command; null when there is nothing more to do. */
  readonly next: string | null;
}

/** What a person would want to know, and could paste into a message. */
export function crawlLines(summary: CrawlSummary, { bytes, pages, next }: Received): readonly string[] {
  const { run, resumed, finished, shortage, durationMs, frontier, outcomes, report } = summary;
  const took = secondsText(durationMs);
  const lines = [
    `Run ${run} ${finished ? 'finished' : shortage === null ? 'interrupted' : 'stopped for want of room'} ${resumed ? `${took} after it was resumed` : `after ${took}`}`,
    line('discovered', frontier.discovered),
  ];
  for (const [kind, label] of [
    ['page', 'fetched'],
    ['unchanged', 'unchanged'],
    ['redirect', 'redirects'],
    ['refused', 'refused'],
    ['failed', 'failed'],
  ] as const) {
    const { total, rows } = detail(outcomes, kind);
    // On a first crawl nothing can be.
    if (kind !== 'unchanged' || total > 0) lines.push(line(label, total));
    for (const [name, count] of rows) if (name !== '') lines.push(`${' '.repeat(14)}${figure(count).padStart(WIDTH)}   ${name}`);
  }
  const waiting = frontier.discovered - frontier.settled;
  if (waiting > 0) lines.push(line('waiting', waiting));
  const rate = (pages * 1000) / Math.max(1, durationMs);
  lines.push(
    `  ${fileSize(bytes)} received, ${rate.toFixed(1)} pages/s${resumed ? ' since then' : ''}, ${figure(frontier.keys)} ${frontier.keys === 1 ? 'host' : 'hosts'}`,
  );
  if (report !== null) lines.push('The report is', `  ${report}`);
  if (!finished && shortage === null) lines.push('Give the same command again to go on.');
  if (finished && next !== null) lines.push(`Next: ${next}`);
  return lines;
}
