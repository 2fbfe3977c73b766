import stringWidth from 'string-width';
import { fileSize } from '../../corpus/figures.ts';
import type { CrawlSnapshot } from '../../run/watch.ts';
import { printable } from '../../text/printable.ts';
import { bar, counted, figure, secondsText } from './figures.ts';
import type { CrawlTally } from './tally.ts';

const LABEL = 9;
/** Lines that are always there, and what the hosts leave to others. */
const FIXED = 7;

const row = (label: string, text: string): string => `${label.padEnd(LABEL)}${text}`;

/** Texts in a row, as many as there is room for. */
function fitted(texts: readonly string[], columns: number): string {
  let line = '';
  for (const text of texts) {
    const longer = line === '' ? text : `${line} · ${text}`;
    if (line !== '' && stringWidth(longer) > columns - LABEL) break;
    line = longer;
  }
  return line;
}

/** The time in which what is known now will be done at this pace: more may yet be found. */
export function timeLeft({ frontier, budgets }: CrawlSnapshot, rates: { readonly pages: number; readonly done: number }): number | null {
  if (frontier === null || rates.done <= 0) return null;
  const byQueue = ((frontier.discovered - frontier.settled) / rates.done) * 1000;
  const pagesLeft = budgets.reduce((sum, { pagesLeft: left }) => sum + left, 0);
  const byBudget = rates.pages <= 0 ? Number.POSITIVE_INFINITY : (pagesLeft / rates.pages) * 1000;
  return Math.min(byQueue, byBudget);
}

/** Whom a crawl waits for that has nothing else to do. */
export function waitsFor({ at, frontier, hosts: [next], underWay }: CrawlSnapshot): readonly string[] {
  if (next === undefined || next.nextAt <= at || underWay.length > 0 || (frontier?.leased ?? 0) > 0) return [];
  return [`${printable(next.key)} rests for ${secondsText(next.nextAt - at)}`];
}

/** A running crawl as lines for a terminal of this size. */
export function crawlView(snapshot: CrawlSnapshot, tally: CrawlTally, columns: number, rows: number): readonly string[] {
  const { run, at, frontier, hosts, underWay, drops, backlog, workers } = snapshot;
  const { page, unchanged, redirect, refused, failed } = tally.counts;
  const rates = tally.rates();
  const left = timeLeft(snapshot, rates);
  const { discovered = 0, queued = 0, leased = 0, settled = 0 } = frontier ?? {};
  const time = secondsText(tally.elapsedMs);
  const gap = Math.max(1, columns - 1 - stringWidth(run) - stringWidth(time));
  const dropped = Object.entries(drops).sort(([, a], [, b]) => b - a);
  const lanes = [
    ...underWay.map(({ url, since }) => row('', `${secondsText(at - since).padStart(8)}  ${printable(url)}`)),
    ...hosts
      .filter(({ isLeased }) => !isLeased)
      .map(({ key, queued: own, nextAt }) =>
        row('', `${(nextAt <= at ? 'due' : `in ${secondsText(nextAt - at)}`).padStart(8)}  ${printable(key)}, ${figure(own)} waiting`),
      ),
  ];
  const fleet =
    workers.length === 0 || rows < FIXED + 4
      ? []
      : [
          row(
            'workers',
            fitted(
              [figure(workers.length), ...workers.map(({ name, fetching, refining }) => `${printable(name)} ${fetching}+${refining}`)],
              columns,
            ),
          ),
        ];
  const room = Math.max(1, Math.min(10, rows - 1 - FIXED - fleet.length));
  return [
    `${run}${' '.repeat(gap)}${time}`,
    row(
      'pages',
      fitted(
        [
          figure(page + unchanged),
          `${rates.pages.toFixed(1)}/s`,
          fileSize(tally.bytes),
          ...(unchanged > 0 ? [`${figure(unchanged)} unchanged`] : []),
        ],
        columns,
      ),
    ),
    row('others', fitted([counted(redirect, 'redirect'), `${figure(refused)} refused`, `${figure(failed)} failed`], columns)),
    row(
      'queue',
      fitted(
        [`${figure(queued)} waiting`, `${figure(leased)} under way`, `${figure(backlog)} to read`, `${figure(discovered)} found`],
        columns,
      ),
    ),
    row(
      'done',
      `${bar(discovered === 0 ? 0 : settled / discovered, Math.min(34, columns - LABEL - 24))}  ${left === null ? '' : `${secondsText(left)} left at least`}`,
    ),
    row(
      'dropped',
      dropped.length === 0
        ? 'nothing yet'
        : fitted(
            dropped.map(([rule, count]) => `${figure(count)} ${rule}`),
            columns,
          ),
    ),
    ...fleet,
    lanes.length === 0 ? '' : 'hosts',
    ...lanes.slice(0, room),
  ];
}
